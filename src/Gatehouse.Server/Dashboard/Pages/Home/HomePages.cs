using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Records;
using Gatehouse.Api.Servers;
using Gatehouse.Control.People;
using Gatehouse.Control.Paging;
using Gatehouse.Control.Records;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Snapshots;
using Gatehouse.Ledger.Index;
using Gatehouse.Server.Dashboard.Calls;
using Gatehouse.Server.Dashboard.Pages.Servers;

namespace Gatehouse.Server.Dashboard.Pages.Home;

/// <summary>Where people arrive: what happened, what waits, what needs a look.</summary>
internal static class HomePages
{
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
        var (since, step) = span switch
        {
            "week" => (until.AddDays(-7), TotalStep.Hour),
            "month" => (until.AddDays(-30), TotalStep.Day),
            _ => (until.AddDays(-1), TotalStep.Hour),
        };
        var records = call.Use<RecordAdministration>();
        var totals = (await records.TotalsAsync(call.Who, new RecordRange(since, until, step, null, null), call.Cancel)).Value;
        var tools = (await records.ToolsAsync(
            call.Who, new RecordRange(since, until, span == "day" ? TotalStep.Hour : TotalStep.Day, null, null), call.Cancel)).Value;
        var denied = (await records.ListAsync(
            call.Who, new RecordQuery { Outcome = "denied", Since = since }, new PageQuery("200", default), call.Cancel)).Value;
        var servers = await Lookups.ServersAsync(call);
        await call.ShowAsync<HomePage>(new
        {
            Span = span,
            Sum = CallSums.Of(totals?.Spans.Select(one => one.Counts) ?? []),
            Columns = Columns(totals, since, until, step),
            Tools = tools?.Tools ?? [],
            Denied = TopRules(denied?.Items ?? []),
            Servers = servers,
            Changed = Changed(call, servers),
        });
    }

    private static ImmutableArray<(string Rule, int Count)> TopRules(ImmutableArray<RecordView> denied) =>
    [
        .. denied.GroupBy(record => record.Rule ?? "no rule", StringComparer.Ordinal)
            .Select(group => (Rule: group.Key, Count: group.Count())).OrderByDescending(one => one.Count).Take(6),
    ];

    // Spans without a call are left out by the index; a picture of time has them all.
    private static (string Title, long[] Parts)[] Columns(RecordTotals? totals, DateTimeOffset since, DateTimeOffset until, TotalStep step)
    {
        var counted = totals?.Spans.ToDictionary(span => span.Start, span => span.Counts) ?? [];
        var columns = new List<(string, long[])>();
        for (var at = step.Floor(since); at < until; at += TimeSpan.FromSeconds((int)step))
        {
            var counts = counted.GetValueOrDefault(at) ?? new CallCounts();
            var title = at.UtcDateTime.ToString(
                step == TotalStep.Day ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm 'UTC'", System.Globalization.CultureInfo.InvariantCulture);
            columns.Add((
                $"{title}: {counts.Allowed} allowed, {counts.Pending} waited, {counts.Denied} denied",
                [counts.Allowed, counts.Pending, counts.Denied]));
        }

        return [.. columns];
    }

    private static (ServerView Server, int Count)[] Changed(PageCall call, ImmutableArray<ServerView> servers)
    {
        var pins = call.Use<PlaneSettings>().Pins;
        return [.. servers.Select(server => (server, Count: pins.Find(server.Id)?.Waiting.Count ?? 0)).Where(static one => one.Count > 0)];
    }
}
