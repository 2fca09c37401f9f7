using System.Text.Json;

namespace Gatehouse.Server.Tests.Site;

/// <summary>Entries as files have them.</summary>
internal static class SiteLines
{
    /// <summary>A server like the seed's, in words of this project.</summary>
    public static string[] Exchange =>
    [
        Tool("acme/exchange", "Acme Exchange MCP", "cancel_all_orders_after", "Cancels all open orders unless it is called again before the time is over."),
        Tool("acme/exchange", "Acme Exchange MCP", "open_orders", "Lists open orders."),
        Tool("acme/exchange", "Acme Exchange MCP", "delete_account", "Deletes the account for good."),
        Tool("acme/exchange", "Acme Exchange MCP", "run_report", "Runs a report job."),
    ];

    public static string Tool(string server, string title, string tool, string description, string serverDescription = "Trades on the exchange.") => JsonSerializer.Serialize(new
    {
        source = "list", server, title, server_description = serverDescription, tool, description,
        args = new[] { new { name = "timeout", type = "integer", required = true, description = "Seconds" } }, repo = "https://github.com/acme/exchange",
    });
}
