using System.Collections.Immutable;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Servers;

namespace Gatehouse.Control.Mcp.Tools;

/// <summary>Registered servers and their pinned tools.</summary>
internal static class ServerTools
{
    private static readonly OwnParameter _id = new("server_id", OwnKind.Text, "a server's id", IsNeeded: true);

    public static readonly ImmutableArray<OwnTool> All =
    [
        new(
            "list_servers", "Lists the organisation's MCP servers, oldest first.",
            [OwnParameter.Limit, OwnParameter.Cursor],
            static async call => OwnAnswer.Of(await call.Use<ServerAdministration>().ListAsync(call.Who, call.Page, call.Cancel))),
        new(
            "list_server_tools",
            "Lists the tools of a server: whether each can be called, its category and risk, and the rule that is recommended for it.",
            [_id],
            ListAsync),
        new(
            "get_server_tool", "Reads one tool of a server with its definition, as the server declares it.",
            [_id, new("tool", OwnKind.Text, "the tool's name", IsNeeded: true)],
            GetAsync),
    ];

    private static async ValueTask<OwnAnswer> ListAsync(OwnCall call)
    {
        var read = await call.Use<ServerToolAdministration>().ListAsync(call.Who, call.Arguments.Needed("server_id"), call.Cancel);
        return read.Value is { } list
            ? OwnAnswer.Of(new OwnServerTools([.. list.Tools.Select(static tool => new OwnServerTool(tool.Name, tool.State, tool.Hash, tool.Risk))]))
            : OwnAnswer.Of(read.Refusal!);
    }

    private static async ValueTask<OwnAnswer> GetAsync(OwnCall call)
    {
        var name = call.Arguments.Needed("tool");
        var read = await call.Use<ServerToolAdministration>().ListAsync(call.Who, call.Arguments.Needed("server_id"), call.Cancel);
        if (read.Value is not { } list)
        {
            return OwnAnswer.Of(read.Refusal!);
        }

        // An accepted one and what waits to take its place have one name.
        var found = list.Tools.Where(tool => tool.Name == name).ToImmutableArray();
        return found.IsEmpty ? OwnAnswer.Of(ControlFaults.Absent("tool", name)) : OwnAnswer.Of(new Api.Servers.ServerToolList(found));
    }
}
