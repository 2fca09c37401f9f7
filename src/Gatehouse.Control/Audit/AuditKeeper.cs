using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Journal;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Audit;

/// <summary>Signs the chains' last rows, and prunes what is kept no longer behind a signed checkpoint.</summary>
internal sealed class AuditKeeper(ControlDb db, ControlStore store, ChainCheckpoints checkpoints, TimeProvider time)
{
    /// <summary>Signs the last row of every chain that has grown.</summary>
    /// <returns>How many were signed.</returns>
    public async Task<int> SignAsync(CancellationToken cancel)
    {
        var signed = 0;
        foreach (var organisation in await db.Organisations.AsNoTracking().Select(row => row.Id).ToListAsync(cancel))
        {
            var last = await db.Audit.AsNoTracking().Where(row => row.OrganisationId == organisation)
                .OrderByDescending(row => row.Sequence).Select(row => new { row.Sequence, row.Hash }).FirstOrDefaultAsync(cancel);
            if (last is not null && last.Sequence > checkpoints.Of(organisation).Last
                && checkpoints.TrySign(organisation, last.Sequence, last.Hash, time.GetUtcNow()))
            {
                signed++;
            }
        }

        return signed;
    }

    /// <summary>Deletes rows that are older than a time; the newest row of a chain always stays, so that it goes on.</summary>
    public async Task PruneAsync(DateTimeOffset before, CancellationToken cancel)
    {
        foreach (var organisation in await db.Organisations.AsNoTracking().Select(row => row.Id).ToListAsync(cancel))
        {
            var chain = db.Audit.AsNoTracking().Where(row => row.OrganisationId == organisation);

            // Clocks may go back: only a beginning that is old as a whole goes.
            var newest = await chain.MaxAsync(row => (long?)row.Sequence, cancel) ?? 0;
            var kept = await chain.Where(row => row.At >= before).MinAsync(row => (long?)row.Sequence, cancel) ?? newest;
            var cut = await chain.Where(row => row.Sequence == Math.Min(kept, newest) - 1)
                .Select(row => new { row.Sequence, row.Hash }).SingleOrDefaultAsync(cancel);

            // ORDER: the checkpoint first. Without it, verification would find the beginning missing.
            if (cut is not null && checkpoints.TrySign(organisation, cut.Sequence, cut.Hash, time.GetUtcNow()))
            {
                await DeleteAsync(organisation, cut.Sequence, cancel);
            }
        }
    }

    private ValueTask<Outcome<Done>> DeleteAsync(string organisation, long through, CancellationToken cancel) =>
        store.ChangeUncheckedAsync<Done>(
            Principal.OfServer(organisation),
            async change =>
            {
                await change.Db.Audit.Where(row => row.OrganisationId == organisation && row.Sequence <= through)
                    .ExecuteDeleteAsync(change.Cancel);
                change.IsUnseenByCalls = true;
                change.Note("audit.pruned", "audit", organisation, before: null, after: new AuditPruning(through));
                return Done.It;
            },
            cancel);
}
