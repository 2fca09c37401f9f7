using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Records;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.People;
using Gatehouse.Control.Paging;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Snapshots;
using Gatehouse.Ledger.Index;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Dashboard.Pages.Servers;
using Gatehouse.Server.Dashboard.Parts;

namespace Gatehouse.Server.Dashboard.Pages.Home;

/// <summary>Where people arrive: what happened, what waits, what needs a look.</summary>
internal static class HomePages
{
    // So many denials are looked at.
    private const string MostDenied = "200";

    public static void Map(PageRoutes pages)
    {
        pages.Get("/", call => call.GoAsync("/home")).IsPublic("it only leads on");
        pages.Get("/home", ShowAsync).Needs(Right.ReadRecords);
        pages.Get("/parts", call => call.ShowAsync<PartsPage>()).Needs(Right.BeOneself);
    }

    private static async Task ShowAsync(PageCall call)
    {
        var span = call.Query("span") is "week" or "month" ? call.Query("span")! : "day";
        var until = call.Use<TimeProvider>().GetUtcNow();
        var range = CallColumns.Range(span, until);
        var records = call.Use<RecordAdministration>();
        var totals = (await records.TotalsAsync(call.Who, range, call.Cancel)).Value;
        var tools = (await records.ToolsAsync(
            call.Who, range with { Step = span == "day" ? TotalStep.Hour : TotalStep.Day }, call.Cancel)).Value;
        var denied = (await records.ListAsync(
            call.Who, new RecordQuery { Outcome = "denied", Since = range.Since }, new PageQuery(MostDenied, default), call.Cancel)).Value;
        var servers = await Lookups.ServersAsync(call);
        var lost = await call.Use<LostAccounts>().ReadAsync(call.Who, call.Cancel);
        await call.ShowAsync<HomePage>(new
        {
            Span = span,
            Sum = CallSums.Of(totals?.Spans.Select(one => one.Counts) ?? []),
            Columns = CallColumns.Of(totals, range),
            Tools = tools?.Tools ?? [],
            Denied = TopRules(denied?.Items ?? []),
            IsDeniedPart = denied?.Next is not null,
            Servers = servers,
            Changed = Changed(call, servers),
            Lost = servers.Where(server => lost.Contains(server.Id)).ToArray(),
        });
    }

    private static ImmutableArray<(string Rule, int Count)> TopRules(ImmutableArray<RecordView> denied) =>
    [
        .. denied.GroupBy(record => record.Rule ?? "no rule", StringComparer.Ordinal)
            .Select(group => (Rule: group.Key, Count: group.Count())).OrderByDescending(one => one.Count).Take(6),
    ];

    private static (ServerView Server, int Count)[] Changed(PageCall call, ImmutableArray<ServerView> servers)
    {
        var pins = call.Use<PlaneSettings>().Pins;
        return [.. servers.Select(server => (server, Count: pins.Find(server.Id)?.Waiting.Count ?? 0)).Where(static one => one.Count > 0)];
    }
}
