using System.Globalization;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Journal;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Audit;

/// <summary>What admins may read of their organisation's own chain.</summary>
internal sealed class AuditAdministration(ControlDb db, Pages pages, ChainCheckpoints checkpoints)
{
    private const string List = "audit";
    private const int Portion = 1_000;

    /// <summary>Changes that match, newest first.</summary>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>.</remarks>
    public async ValueTask<Outcome<Page<AuditLine>>> ListAsync(Principal who, AuditFilter filter, PageQuery page, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadAudit) is { } lacking)
        {
            return lacking;
        }

        var rows = filter.Apply(Own(who));
        var (part, fault) = await pages.ReadRowsAsync(
            who, List, page, cancel,
            after => after is { } position && long.TryParse(position.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)
                ? rows.Where(row => row.Sequence < sequence)
                : rows,
            found => found.OrderByDescending(row => row.Sequence),
            row => new Position(row.At, row.Sequence.ToString(CultureInfo.InvariantCulture)));
        return fault is not null ? fault : new Page<AuditLine>([.. part.Rows.Select(AuditChain.LineOf)], part.Next);
    }

    /// <summary>One change.</summary>
    /// <remarks>Fault: <c>not-found</c>.</remarks>
    public async ValueTask<Outcome<AuditLine>> ReadAsync(Principal who, string sequence, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadAudit) is { } lacking)
        {
            return lacking;
        }

        var row = long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? await Own(who).SingleOrDefaultAsync(entry => entry.Sequence == number, cancel)
            : null;
        return row is null ? ControlFaults.Absent("audit row", sequence) : AuditChain.LineOf(row);
    }

    /// <summary>Reads the whole chain and compares it with the signed checkpoints.</summary>
    public async ValueTask<Outcome<AuditVerdict>> VerifyAsync(Principal who, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadAudit) is { } lacking)
        {
            return lacking;
        }

        // ORDER: the checkpoints first; one that is signed meanwhile names a row that is read meanwhile, too.
        var signed = checkpoints.Of(who.OrganisationId);
        var walk = new AuditWalk(signed.HashOf);
        for (var last = 0L; walk.Flaw is null;)
        {
            var behind = last;
            var rows = await Own(who).Where(row => row.Sequence > behind).OrderBy(row => row.Sequence).Take(Portion).ToListAsync(cancel);
            if (rows.Count == 0)
            {
                break;
            }

            rows.ForEach(row => walk.Add(AuditChain.LineOf(row)));
            last = rows[^1].Sequence;
        }

        var verdict = walk.End(signed.Last);
        return verdict.IsSound && signed.Flaws is [var flaw, ..]
            ? verdict with { IsSound = false, Flaw = new AuditFlaw("checkpoint", 0, flaw.Text) }
            : verdict;
    }

    private IQueryable<AuditEntry> Own(Principal who) => db.Audit.AsNoTracking().Where(row => row.OrganisationId == who.OrganisationId);
}
