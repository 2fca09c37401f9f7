using Gatehouse.Control.Connections;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Approvals;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Grants;

/// <summary>Ends a grant for good, inside the change that makes it end.</summary>
internal static class GrantRevocation
{
    /// <summary>Its tokens are gone, what waits for a person is void, and the audit says so. One that has ended stays as it is.</summary>
    public static async Task RunAsync(Change change, Grant grant)
    {
        if (grant.Revoked is not null)
        {
            return;
        }

        var before = await GrantViews.OfAsync(change.Db, grant, change.Cancel);
        await change.Db.GrantTokens.Where(token => token.GrantId == grant.Id).ExecuteDeleteAsync(change.Cancel);
        await ConnectionEnding.OfGrantAsync(change, grant.Id);
        ApprovalVoids.OfGrant(change.Transaction, grant.Id);
        (grant.Revoked, grant.Version) = (change.Now, grant.Version + 1);
        change.Note("grant.revoked", GrantViews.Kind, grant.Id, before, await GrantViews.OfAsync(change.Db, grant, change.Cancel));
    }
}
