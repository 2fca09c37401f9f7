using System.Text.Json;

namespace Gatehouse.Browser.Tests;

/// <summary>An installation with a server whose tools are known, some with names that would do something if they were not text.</summary>
public sealed class Workshop : IAsyncLifetime
{
    public const string Hostile = "<img/src=x/onerror=alert(1)>";

    private const string Refund =
        """ "required":["amount"],"properties":{"amount":{"type":"integer","description":"In cents."},"currency":{"enum":["usd","eur"]},"to":{"type":"array","items":{"type":"string"}}} """;

    /// <summary>What every test begins with: order, spelling and blanks that nobody but a person would choose.</summary>
    public const string Document = """
        {
          "version": "1",
          "default": "deny",
          "tools": {
            "list_customers":   {},
            "create_refund": { "deny_if": [ { "conditions": [ { "path": "args.amount", "op": "gt", "value": 10000.0 } ] } ] },
            "drop_*": { "action": "deny" }
          }
        }

        """;

    private ToolServer _shop = null!;
    private ToolServer _many = null!;
    private string _owner = "";

    public Installation Installation { get; } = new();

    public async ValueTask InitializeAsync()
    {
        await Installation.InitializeAsync();
        using var members = await Installation.AskAsync(HttpMethod.Get, "members");
        _owner = members!.RootElement.GetProperty("items")[0].GetProperty("id").GetString()!;
        _shop = await ToolServer.StartAsync(
            ("create_refund", "Refunds a payment of a customer.", Refund), ("list_customers", "Lists customers.", "\"properties\":{}"),
            ("drop_table", "Drops a table of the database for ever.", "\"properties\":{}"), ("send_mail", "Sends an e-mail.", "\"properties\":{}"),
            (Hostile, "<script>alert(2)</script> \u202E", $$""" "properties":{ {{JsonSerializer.Serialize(Hostile)}}:{"type":"string","enum":["<b onclick=alert(3)>"]} } """));
        _many = await ToolServer.StartAsync(Enumerable.Range(0, 1_000).Select(i => ($"tool_{i:0000}", "Gets an item.", "\"properties\":{}")));
        await RegisterAsync("shop", _shop.Url);
        await RegisterAsync("many", _many.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await Installation.DisposeAsync();
        await _shop.DisposeAsync();
        await _many.DisposeAsync();
    }

    /// <summary>A new policy, opened in the builder over the tools of a server.</summary>
    public async Task<(string Id, Builder Builder)> OpenAsync(Window window, string server = "shop", string document = Document)
    {
        var id = await PolicyAsync(document);
        await Installation.SignInAsync(window);
        await window.GoAsync(Installation.People, $"policies/{id}/edit?server={server}");
        var builder = new Builder(window);
        await builder.ReadyAsync();
        return (id, builder);
    }

    /// <summary>A new policy.</summary>
    public async Task<string> PolicyAsync(string document = Document)
    {
        using var made = await Installation.AskAsync(HttpMethod.Post, "policies", new { name = $"Policy {Guid.NewGuid():N}", document });
        return made!.RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>A policy as it is.</summary>
    public async Task<JsonElement> ReadAsync(string id)
    {
        using var read = await Installation.AskAsync(HttpMethod.Get, $"policies/{id}");
        return read!.RootElement.Clone();
    }

    /// <summary>Makes a server whose tools were listed once and that then went away.</summary>
    public async Task GoneAsync(string id)
    {
        await using var server = await ToolServer.StartAsync(("last_known", "Gets an item.", "\"properties\":{}"));
        await RegisterAsync(id, server.Url);
        await server.StopAsync();
    }

    private async Task RegisterAsync(string id, string url)
    {
        using var server = await Installation.AskAsync(HttpMethod.Post, "servers", new { id, url });
        using var grant = await Installation.AskAsync(HttpMethod.Post, "grants", new
        {
            label = id, server_id = id, policy_id = await PolicyAsync(), owner_id = _owner, expires = TimeProvider.System.GetUtcNow().AddDays(1),
        });
        using var agent = new Agent(Installation.Agents, id, grant!.RootElement.GetProperty("token").GetString()!);
        await agent.BeginAsync();
    }
}
