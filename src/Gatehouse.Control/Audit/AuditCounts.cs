using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Records;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Index;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Audit;

/// <summary>Counts the changes of an organisation's own chain over time.</summary>
internal sealed class AuditCounts(ControlDb db, TimeProvider time)
{
    // So many rows are looked at, counted or not: a chain has no totals of its own, and a page takes as long with many changes as with few.
    private const int Most = 5_000;

    private static readonly TimeSpan _usual = TimeSpan.FromDays(30);

    /// <summary>Changes that match, of the last 30 days unless asked otherwise.</summary>
    /// <remarks>Fault: <c>query-invalid</c>.</remarks>
    public async ValueTask<Outcome<AuditTotals>> ReadAsync(Principal who, AuditFilter filter, CancellationToken cancel)
    {
        var until = filter.Until ?? time.GetUtcNow();
        var since = filter.Since ?? until - _usual;
        var step = RecordRange.StepOf(until - since);
        if ((who.Lacks(Right.ReadAudit) ?? RecordRange.Check(since, until, step)) is { } refused)
        {
            return refused;
        }

        // Numbers have no gaps, so the newest rows are a range of them.
        var own = db.Audit.AsNoTracking().Where(row => row.OrganisationId == who.OrganisationId);
        var behind = (await own.MaxAsync(row => (long?)row.Sequence, cancel) ?? 0) - Most;
        var rows = await (filter with { Since = since }).Apply(own.Where(row => row.Sequence > behind))
            .Select(row => new { row.At, row.ActorKind }).ToListAsync(cancel);
        var isPart = await own.AnyAsync(row => row.Sequence == behind && row.At >= since, cancel);

        var spans = rows.GroupBy(row => step.Floor(row.At), row => row.ActorKind).OrderBy(span => span.Key)
            .Select(span => new SpanChanges(span.Key, Count([.. span])));
        return new AuditTotals(step.Floor(since), until, step.ToString().ToLower(CultureInfo.InvariantCulture), isPart, [.. spans]);
    }

    private static ChangeCounts Count(ActorKind[] kinds) => new(
        kinds.Count(kind => kind == ActorKind.Person), kinds.Count(kind => kind == ActorKind.ApiKey),
        kinds.Count(kind => kind == ActorKind.Server), kinds.Count(kind => kind == ActorKind.Link));
}
