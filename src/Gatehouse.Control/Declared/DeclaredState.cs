using Gatehouse.Api;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Declared;

/// <summary>Brings the tables to what the operator's file says: one transaction, or nothing.</summary>
internal sealed class DeclaredState(ControlDb db, ControlStore store)
{
    private static readonly Fault _same = new(new("nothing-changed"), "the tables say what the file says");

    /// <summary>Applies a file that was found valid.</summary>
    /// <param name="load">What was read.</param>
    /// <param name="wanted">Whose its things are; null for the only organisation.</param>
    /// <param name="isNews">Whether its text changed, so that calls have to see it even where the tables stay.</param>
    /// <param name="cancel">Gives up.</param>
    /// <returns>Why nothing holds of it; null where all does. <c>not-found</c> while there is no organisation yet.</returns>
    public async Task<Fault?> ApplyAsync(ConfigLoad load, string? wanted, bool isNews, CancellationToken cancel)
    {
        var found = await db.Organisations.AsNoTracking().Where(row => wanted == null || row.Id == wanted).Select(row => row.Id).Take(2).ToListAsync(cancel);
        if (found is not [var organisation])
        {
            return found.Count == 0
                ? ControlFaults.Absent("organisation", wanted ?? "")
                : new Fault(ControlFaults.ValueInvalid, "there are several organisations", "say whose the file's things are");
        }

        var outcome = await store.ChangeUncheckedAsync<Done>(Principal.OfServer(organisation), async change =>
        {
            // ORDER: policies before what they are attached to, servers before their grants.
            var policies = await DeclaredPolicies.ApplyAsync(change, load.Config!);
            var fault = policies.Fault
                ?? await DeclaredServers.ApplyAsync(change, load.Config!, policies.Ids)
                ?? await DeclaredGrants.ApplyAsync(change, load.Config!, policies.Ids);
            if (fault is null)
            {
                await DeclaredPolicies.EndAsync(change, load.Config!, policies.Ids);
            }

            if (fault is null && isNews)
            {
                change.Note("file.applied", "file", DeclaredFaults.Word);
            }

            return fault is not null ? fault : change.Notes.Count == 0 ? _same : Done.It;
        }, cancel);
        return outcome.Refusal is { } refusal && refusal.Fault.Code != _same.Code ? refusal.Fault : null;
    }
}
