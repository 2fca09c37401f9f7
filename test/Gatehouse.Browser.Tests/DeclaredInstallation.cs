using Gatehouse.Gateway.Identity;
using Gatehouse.Server.Tests;

namespace Gatehouse.Browser.Tests;

/// <summary>A server whose operator keeps a server, a policy and a grant in a file; people keep others.</summary>
public sealed class DeclaredInstallation : Installation
{
    private readonly TempFolder _files = new();
    private ToolServer _tools = null!;

    /// <summary>A call of the file's agent, denied by the file's policy.</summary>
    public string Call { get; private set; } = "";

    /// <inheritdoc/>
    protected override string[] Settings => ["--declared-file", Path.Combine(_files.Path, "gatehouse.json")];

    public override async ValueTask InitializeAsync()
    {
        _files.Write("kept.json", """{"version":"1","default":"deny"}""");
        _tools = await ToolServer.StartAsync(("get_thing", "Gets a thing.", "\"properties\":{}"));
        var token = GrantToken.Create();
        _files.Write("gatehouse.json", $$"""
            {
              "servers": { "kept": { "name": "Kept in git", "url": "{{_tools.Url}}", "store_arguments": { "keep_days": 7 } } },
              "grants": [ { "id": "kept-agent", "label": "Agent in git", "server": "kept", "policy": "kept.json", "token_sha256": "{{TokenHash.Of(token)!.Value.ToHex()}}", "expires": "2099-01-01T00:00:00Z" } ]
            }
            """);
        await base.InitializeAsync();

        // The file's things come once there is an organisation.
        await Workplace.EventuallyAsync(async () =>
        {
            using var grants = await AskAsync(HttpMethod.Get, "grants");
            return grants!.RootElement.GetProperty("items").GetArrayLength() == 1;
        });
        using var server = await AskAsync(HttpMethod.Post, "servers", new { id = "ours", url = DemoUrl });
        using var policy = await AskAsync(HttpMethod.Post, "policies", new { name = "Ours", document = DemoPolicy });
        using var members = await AskAsync(HttpMethod.Get, "members");
        using var grant = await AskAsync(HttpMethod.Post, "grants", new
        {
            id = "our-agent", label = "Our agent", server_id = "ours", policy_id = policy!.RootElement.GetProperty("id").GetString(),
            owner_id = members!.RootElement.GetProperty("items")[0].GetProperty("id").GetString(), expires = TimeProvider.System.GetUtcNow().AddDays(1),
        });
        using var agent = new Agent(Agents, "kept", token);
        await agent.BeginAsync();
        await agent.CallAsync("get_thing", new { });
        await Workplace.EventuallyAsync(async () =>
        {
            using var records = await AskAsync(HttpMethod.Get, "records");
            Call = records!.RootElement.GetProperty("items") is { } items && items.GetArrayLength() > 0 ? items[0].GetProperty("call").GetString()! : "";
            return Call.Length > 0;
        });
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _tools.DisposeAsync();
        _files.Dispose();
    }
}
