using Gatehouse.Api.Audit;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Grants;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Approvals;

/// <summary>Whether somebody may answer for a call: asked when they answer, and again when the call is made.</summary>
/// <remarks>An API key answers for the person who made it: their own grants are not theirs to approve by a key either.</remarks>
internal static class ApproverRight
{
    private static readonly Fault _own = new(
        ApprovalFaults.FourEyes, "nobody settles the calls of a grant that they own or made",
        "ask another approver; an organisation of one person can change that in its settings");

    /// <summary>Who answers, as a person; the key goes along.</summary>
    /// <remarks>Fault: <c>key-not-a-persons</c>.</remarks>
    public static async ValueTask<Outcome<Voter>> VoterAsync(ControlDb db, Principal who, CancellationToken cancel)
    {
        if (who.Kind == ActorKind.Person)
        {
            return new Voter(who.Id, who.Label);
        }

        var person = await KeyMakers.PersonOfAsync(db, who.Id, cancel);
        var mail = person is null ? null : await db.Users.Where(row => row.Id == person).Select(row => row.Email).SingleOrDefaultAsync(cancel);
        return person is null || mail is null
            ? new Fault(ApprovalFaults.NotAPersons, "no person has made the API key, so nobody would have answered", "use a key that a person made")
            : new Voter(person, mail, who.Id);
    }

    /// <summary>Null where the voter may answer for a call of the grant on the server, by what the tables say now.</summary>
    /// <remarks>Faults: <c>right-missing</c>, <c>server-not-yours</c>, <c>four-eyes</c>, <c>sign-in-needed</c>.</remarks>
    public static async ValueTask<Fault?> LackingAsync(
        ControlDb db, Grant grant, string serverId, Voter voter, DateTimeOffset now, CancellationToken cancel)
    {
        var member = await db.Members.AsNoTracking()
            .SingleOrDefaultAsync(row => row.OrganisationId == grant.OrganisationId && row.PersonId == voter.Id, cancel);
        if (member is null)
        {
            return Missing("the person is no member of the organisation any more");
        }

        if (voter.Via is { } keyId)
        {
            var key = await db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(
                row => row.Id == keyId && row.OrganisationId == grant.OrganisationId && row.Revoked == null && row.Expires > now, cancel);
            if (key is null || !RightTable.Allows(key.Role, Right.SettleApprovals))
            {
                return Missing("the API key has ended or may not settle approvals any more");
            }
        }

        // A key never does more than who made it: it would be a way around their limits.
        if (!RightTable.Allows(member.Role, Right.SettleApprovals))
        {
            return Missing("the person may not settle approvals");
        }

        if (member.Role == Role.Approver && member.Servers is { } servers && !servers.Contains(serverId, StringComparer.Ordinal))
        {
            return new Fault(ApprovalFaults.ServerNotYours, "approvals of this server are settled by others", "ask an admin of your organisation");
        }

        return await IsOwnAsync(db, grant, voter.Id, cancel) ? _own : null;
    }

    private static async ValueTask<bool> IsOwnAsync(ControlDb db, Grant grant, string person, CancellationToken cancel)
    {
        if (await db.Organisations.AnyAsync(row => row.Id == grant.OrganisationId && row.OwnersMayApprove, cancel))
        {
            return false;
        }

        if (grant.OwnerId == person)
        {
            return true;
        }

        // Of grants of before it was kept with them the audit says it, as long as it is there. SECURITY: unknown may be anybody.
        var maker = grant.MadeById ?? await db.Audit.AsNoTracking()
            .Where(row => row.OrganisationId == grant.OrganisationId && row.SubjectId == grant.Id && row.What == "grant.created")
            .Select(row => row.ActorId)
            .FirstOrDefaultAsync(cancel);
        return maker is null || maker == person || await KeyMakers.PersonOfAsync(db, maker, cancel) == person;
    }

    private static Fault Missing(string why) => new(ControlFaults.RightMissing, why, "ask an admin of your organisation");
}
