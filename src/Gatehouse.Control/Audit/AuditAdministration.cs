using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Audit;

/// <summary>Reads what was changed. Nothing here changes anything.</summary>
internal sealed class AuditAdministration(ControlDb db, Pages pages)
{
    /// <summary>The entries, newest first.</summary>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>.</remarks>
    public async ValueTask<Outcome<Page<AuditEntryView>>> ListAsync(Principal who, PageQuery query, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadAudit) is { } lacking)
        {
            return lacking;
        }

        var (part, fault) = await pages.ReadRowsAsync(
            who, "audit", query, cancel,
            position => position is { } after && long.Parse(after.Id, CultureInfo.InvariantCulture) is var number
                ? Of(who).Where(entry => entry.Sequence < number)
                : Of(who),
            rows => rows.OrderByDescending(entry => entry.Sequence),
            entry => new Position(entry.At, entry.Sequence.ToString(CultureInfo.InvariantCulture)));
        return fault is not null ? fault : new Page<AuditEntryView>([.. part.Rows.Select(View)], part.Next);
    }

    /// <summary>Computes every hash again.</summary>
    public async ValueTask<Outcome<AuditCheck>> CheckAsync(Principal who, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadAudit) is { } lacking)
        {
            return lacking;
        }

        var (count, previous) = (0L, AuditChain.Zeros);
        await foreach (var entry in Of(who).OrderBy(row => row.Sequence).AsAsyncEnumerable().WithCancellation(cancel))
        {
            count++;
            if (entry.Sequence != count || entry.Previous != previous || AuditChain.HashOf(entry) != entry.Hash)
            {
                return new AuditCheck(count, IsUnbroken: false, BrokenAt: count);
            }

            previous = entry.Hash;
        }

        return new AuditCheck(count, IsUnbroken: true);
    }

    private IQueryable<AuditEntry> Of(Principal who) => db.Audit.AsNoTracking().Where(entry => entry.OrganisationId == who.OrganisationId);

    private static AuditEntryView View(AuditEntry entry) => new()
    {
        Sequence = entry.Sequence,
        At = entry.At,
        ActorKind = entry.ActorKind,
        ActorId = entry.ActorId,
        Actor = entry.Actor,
        What = entry.What,
        SubjectKind = entry.SubjectKind,
        SubjectId = entry.SubjectId,
        Before = entry.Before,
        After = entry.After,
        From = entry.From,
        Previous = entry.Previous,
        Hash = entry.Hash,
    };
}
