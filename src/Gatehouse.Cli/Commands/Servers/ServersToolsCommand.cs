using System.CommandLine;
using System.Text.Json;
using Gatehouse.Api;
using Gatehouse.Api.Servers;
using Gatehouse.Cli.Output;
using Gatehouse.Cli.Remote;

namespace Gatehouse.Cli.Commands.Servers;

/// <summary><c>gatehouse servers tools</c>: which tools a server has, which can be called, which wait.</summary>
internal static class ServersToolsCommand
{
    private const int DescriptionCap = 100;
    private const int HashShown = 12;

    public static Command Create()
    {
        var id = ServerText.Id();
        var command = new Verb(
            "tools", "List the tools of a server: accepted ones, and those that are new or changed and wait for a person.",
            "gatehouse servers tools payments", "gatehouse servers tools payments --json") { id };
        new RemoteOptions().AddTo(command, async (parsed, session) =>
        {
            var asked = await session.GetAsync($"{ServerText.Path(parsed.GetValue(id)!)}/tools", ApiJson.Default.ServerToolList);
            return session.Show(asked, ApiJson.Default.ServerToolList, list => session.ShowRows(
                list.Tools, ApiJson.Default.ServerToolView, "the server has not listed its tools yet",
                ["tool", "state", "definition", "accepted by", "since", "description"],
                tool => [
                    tool.Name, Words<ToolState>.Of(tool.State), tool.Hash[..Math.Min(HashShown, tool.Hash.Length)],
                    tool.AcceptedBy ?? (tool.State == ToolState.Accepted ? "first listing" : ""), Fields.Time(tool.At),
                    Visible.Short(Description(tool.Definition), DescriptionCap)]));
        });
        return command;
    }

    private static string? Description(JsonElement definition) =>
        definition.ValueKind == JsonValueKind.Object && definition.TryGetProperty("description", out var text) && text.ValueKind == JsonValueKind.String
            ? text.GetString() : null;
}
