using Gatehouse.Api.People;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>What goes with a member who leaves, and what stays under another name.</summary>
internal static class MemberLeaving
{
    /// <summary>Ends the grants of the member, or gives them to another.</summary>
    public static async Task<Fault?> SettleGrantsAsync(Change change, string id, MemberRemoval removal)
    {
        var isHandedOver = removal.Grants == LeftGrants.HandOver;
        if (isHandedOver != removal.To is not null)
        {
            return ControlFaults.Invalid("to", "names who owns the grants from then on; it is given with `hand_over` and only then");
        }

        if (isHandedOver && (removal.To == id
            || await MemberAdministration.FindAsync(change.Db, change.Who, removal.To!, change.Cancel) is null))
        {
            return ControlFaults.Invalid("to", "is no other member of the organisation");
        }

        var grants = await change.Db.Grants
            .Where(row => row.OrganisationId == change.Who.OrganisationId && row.OwnerId == id && row.Revoked == null)
            .ToListAsync(change.Cancel);
        foreach (var grant in grants)
        {
            if (!isHandedOver)
            {
                await GrantRevocation.RunAsync(change, grant);
                continue;
            }

            var before = await GrantViews.OfAsync(change.Db, grant, change.Cancel);
            (grant.OwnerId, grant.Version) = (removal.To!, grant.Version + 1);
            change.Note("grant.handed_over", GrantViews.Kind, grant.Id, before, await GrantViews.OfAsync(change.Db, grant, change.Cancel));
        }

        return null;
    }

    /// <summary>Sessions and API keys of the member end; their open invitations and password links are withdrawn.</summary>
    /// <returns>How many of each; the keys have rows in the audit.</returns>
    public static async Task<EndedAccess> EndAccessAsync(Change change, string id)
    {
        var sessions = await EndSessionsAsync(change, id);
        var organisation = change.Who.OrganisationId;
        await ConnectionEnding.OfPersonAsync(change, organisation, id);

        // A key that they made may be known to them alone, and it has no owner who could take it over; so may one that it made.
        var keys = (await KeyMakers.KeysOfAsync(change.Db, organisation, id, change.Cancel)).Where(static key => key.Revoked is null).ToList();
        foreach (var key in keys)
        {
            ApiKeyAdministration.Revoke(change, key);
        }

        var invitations = await change.Db.Invitations
            .Where(row => row.OrganisationId == organisation && row.CreatedById == id && row.Accepted == null)
            .ExecuteDeleteAsync(change.Cancel);
        var links = await change.Db.PasswordResets
            .Where(row => row.OrganisationId == organisation && row.PersonId == id && row.Used == null)
            .ExecuteDeleteAsync(change.Cancel);
        return new EndedAccess(sessions, keys.Count, invitations, links);
    }

    /// <summary>Every session of the member in this organisation ends; so many were open.</summary>
    public static Task<int> EndSessionsAsync(Change change, string id)
    {
        DateTimeOffset? now = change.Now;
        return change.Db.Sessions
            .Where(row => row.OrganisationId == change.Who.OrganisationId && row.PersonId == id && row.Revoked == null)
            .ExecuteUpdateAsync(row => row.SetProperty(session => session.Revoked, now), change.Cancel);
    }
}
