using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Api.Records;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy;

namespace Gatehouse.Control.Records;

/// <summary>What may be read of the calls of an organisation's own servers, never of another's.</summary>
internal sealed class RecordAdministration(RecordSettings settings, OwnServers servers, Pages pages)
{
    private const string List = "records";

    // So much is looked at for one page, found or not: a page takes as long with many records as with few.
    private const int MostLooked = 5_000;

    /// <summary>Records that match, newest first unless asked otherwise.</summary>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>, <c>store-unavailable</c>.</remarks>
    public async ValueTask<Outcome<Page<RecordView>>> ListAsync(Principal who, RecordQuery filter, PageQuery page, CancellationToken cancel)
    {
        var (count, fault) = page.Count();
        if ((who.Lacks(Right.ReadRecords) ?? fault) is { } refused)
        {
            return refused;
        }

        RecordCursor? after = null;
        if (page.Cursor.Count > 0 && (after = Open(who, page.Cursor)) is null)
        {
            return new Fault(ControlFaults.CursorInvalid, "`cursor` is not one of this list", "begin again without it");
        }

        var own = await servers.ReadAsync(who, cancel);
        var (found, unread) = await settings.Index.PageAsync(
            filter with { Servers = own, After = after, Most = count, MostLooked = MostLooked }, cancel);
        return found is null
            ? unread!
            : new Page<RecordView>([.. found.Calls.Select(RecordViews.Of)], found.Next is { } next ? Seal(who, next) : null);
    }

    /// <summary>One record, with everything that explains it.</summary>
    /// <remarks>Faults: <c>not-found</c>, <c>store-unavailable</c>.</remarks>
    public async ValueTask<Outcome<RecordView>> ReadAsync(Principal who, string callId, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadRecords) is { } lacking)
        {
            return lacking;
        }

        var (story, fault) = await settings.Index.CallAsync(callId, cancel);
        if (fault is not null)
        {
            return fault;
        }

        // SECURITY: another organisation's call reads as one that never was.
        var own = await servers.ReadAsync(who, cancel);
        return story is not null && own.Contains(story.Call.ServerId, StringComparer.Ordinal)
            ? RecordViews.Of(story)
            : ControlFaults.Absent(RecordViews.Kind, callId);
    }

    /// <summary>Counts over time.</summary>
    public async ValueTask<Outcome<RecordTotals>> TotalsAsync(Principal who, RecordRange range, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadRecords) is { } lacking)
        {
            return lacking;
        }

        var query = await QueryAsync(who, range, cancel);
        var (totals, fault) = await settings.Index.TotalsAsync(query, cancel);
        if (fault is not null)
        {
            return fault;
        }

        var spans = totals.Select(static total => new SpanCounts(total.Start, RecordViews.Of(total.Counts)));
        return new RecordTotals(
            range.Step.Floor(range.Since), range.Until, range.Step.ToString().ToLower(CultureInfo.InvariantCulture), [.. spans]);
    }

    /// <summary>Counts and latencies, tool by tool.</summary>
    public async ValueTask<Outcome<ToolUses>> ToolsAsync(Principal who, RecordRange range, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadRecords) is { } lacking)
        {
            return lacking;
        }

        var query = await QueryAsync(who, range, cancel);
        var (totals, fault) = await settings.Index.ToolTotalsAsync(query, cancel);
        var (latencies, unread) = fault is null ? await settings.Index.LatenciesAsync(query, cancel) : ([], fault);
        if (unread is not null)
        {
            return unread;
        }

        var measured = latencies.ToDictionary(static one => (one.ServerId, one.Tool));
        var tools = totals.OrderBy(static total => total.ServerId, StringComparer.Ordinal).Select(total => new ToolUse
        {
            ServerId = total.ServerId,
            Tool = total.Tool,
            Counts = RecordViews.Of(total.Counts),
            Latency = measured.TryGetValue((total.ServerId, total.Tool), out var latency)
                ? new LatencyView(
                    latency.Count, latency.Median.TotalMilliseconds, latency.P95.TotalMilliseconds, latency.P99.TotalMilliseconds)
                : null,
        });
        return new ToolUses(range.Step.Floor(range.Since), range.Until, [.. tools]);
    }

    private async Task<TotalQuery> QueryAsync(Principal who, RecordRange range, CancellationToken cancel)
    {
        var own = await servers.ReadAsync(who, cancel);
        return new TotalQuery
        {
            Servers = range.ServerId is { } only ? [.. own.Where(id => id == only)] : own,
            Tool = range.Tool, Since = range.Since, Until = range.Until, Step = range.Step,
        };
    }

    private string Seal(Principal who, RecordCursor next) =>
        pages.Seal(who, List, new Position(next.Time, next.Id.ToString(CultureInfo.InvariantCulture)));

    private RecordCursor? Open(Principal who, Microsoft.Extensions.Primitives.StringValues cursor) =>
        cursor.Count == 1 && pages.Open(who, List, cursor[0]!) is { } position
        && long.TryParse(position.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
            ? new RecordCursor(position.Created, id)
            : null;
}
