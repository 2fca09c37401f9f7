using System.Text.Json;

namespace Gatehouse.Browser.Tests;

/// <summary>A server that trades, in the catalogue and running: what the tour from the public pages begins with. Strangers may make accounts.</summary>
public sealed class Exchange : Installation
{
    private const string OrderAll = "Cancels all open orders unless it is called again before the time is over.";
    private const string OrderList = "Lists open orders.";

    private readonly SmtpListener _mail = new();
    private ToolServer _tools = null!;

    /// <summary>Where it runs.</summary>
    public string Url => _tools.Url;

    protected override string[] Settings =>
    [
        "--smtp-host", "127.0.0.1", "--smtp-port", $"{_mail.Port}", "--smtp-security", "none", "--smtp-from", "gatehouse@northwind.example",
        "--registration", "open",
    ];

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _tools = await ToolServer.StartAsync(
            ("cancel_all_orders_after", OrderAll, "\"properties\":{\"timeout\":{\"type\":\"integer\"}}"), ("open_orders", OrderList, "\"properties\":{}"));
        using var organisation = await AskAsync(HttpMethod.Get, "organisation");
        var version = organisation!.RootElement.GetProperty("version").GetInt32();
        using var changed = await AskAsync(HttpMethod.Patch, "organisation", new { owners_may_approve = true }, $"\"{version}\"");
        await ImportAsync(Entry("cancel_all_orders_after", OrderAll), Entry("open_orders", OrderList));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _tools.DisposeAsync();
        await _mail.DisposeAsync();
    }

    /// <summary>The link of the next mail.</summary>
    public async Task<string> LinkAsync()
    {
        TakenMail? taken = null;
        await Workplace.EventuallyAsync(() => Task.FromResult(_mail.Taken.TryDequeue(out taken)));
        return taken!.Link;
    }

    private static string Entry(string tool, string description) => JsonSerializer.Serialize(new
    {
        source = "list", server = "acme/exchange", title = "Acme Exchange", server_description = "Trades on the exchange.", tool, description,
        args = new[] { new { name = "timeout", type = "integer", required = true, description = "Seconds" } },
    });
}
