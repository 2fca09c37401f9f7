using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Api.Servers;
using Gatehouse.Control.People;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Server.Dashboard.Calls;

namespace Gatehouse.Server.Dashboard.Pages.Servers;

/// <summary>What is stored of a server's arguments.</summary>
internal static class ServerArguments
{
    public static void Map(PageRoutes pages)
    {
        pages.Post("/servers/{id}/arguments", ChangeAsync).Needs(Right.ChangeServers);
        pages.Post("/servers/{id}/arguments/forget", async (call, _) => await call.AfterAsync(
            await call.Use<RecordArguments>().ForgetAsync(call.Who, call.Id, call.Cancel),
            $"/servers/{call.Id}/settings", "arguments-forgotten")).Needs(Right.ChangeServers);
    }

    private static async Task ChangeAsync(PageCall call, SentForm sent)
    {
        var days = sent["store_arguments.keep_days"].Trim();
        var setting = days.Length == 0 ? null : new ArgumentStoring
        {
            // What is no number is refused as one that is out of range.
            KeepDays = int.TryParse(days, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
            Redact = new ArgumentRedactions
            {
                Names = Lines(sent["store_arguments.redact.names"]),
                Paths = Lines(sent["store_arguments.redact.paths"]),
                Values = Lines(sent["store_arguments.redact.values"]),
            },
        };
        var changed = await call.Use<ServerAdministration>().ChangeAsync(
            call.Who, call.Id, new ServerEdit { StoreArguments = new(setting) }, PageCall.Expected(sent), call.Cancel);
        await (changed.Refusal is { } refusal
            ? ServerPages.ShowSettingsAsync(call, FormState.Refused(sent, refusal))
            : call.GoAsync($"/servers/{call.Id}/settings", "saved"));
    }

    private static ImmutableArray<string> Lines(string text) =>
        [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];
}
