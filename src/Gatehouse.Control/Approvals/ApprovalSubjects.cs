using Gatehouse.Control.Faults;
using Gatehouse.Control.Grants;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Approvals;

/// <summary>Whose call it is that waits.</summary>
/// <param name="Grant">The grant.</param>
/// <param name="Owner">Address of its owner; null where they left.</param>
/// <param name="ServerName">What people call the server.</param>
internal sealed record ApprovalSubjects(Grant Grant, string? Owner, string ServerName)
{
    /// <summary>Requests of an organisation: those of its grants.</summary>
    public static IQueryable<ParkedCall> Of(ControlDb db, Principal who) =>
        from call in db.ParkedCalls.AsNoTracking()
        join grant in db.Grants.AsNoTracking() on call.GrantId equals grant.Id
        where grant.OrganisationId == who.OrganisationId
        select call;

    /// <summary>What a request is about; another organisation's reads as absent.</summary>
    public static async ValueTask<Outcome<ApprovalSubjects>> FindAsync(ControlDb db, Principal who, string id, CancellationToken cancel)
    {
        var found = await (
            from call in db.ParkedCalls.AsNoTracking().Where(row => row.Id == id)
            join grant in db.Grants.AsNoTracking() on call.GrantId equals grant.Id
            where grant.OrganisationId == who.OrganisationId
            select new { grant, call.ServerId }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return ControlFaults.Absent(ApprovalViews.Kind, id);
        }

        var owner = await db.Users.Where(row => row.Id == found.grant.OwnerId).Select(row => row.Email).SingleOrDefaultAsync(cancel);
        var server = await db.Servers.Where(row => row.Id == found.ServerId).Select(row => row.Name).SingleOrDefaultAsync(cancel);
        return new ApprovalSubjects(found.grant, owner, server ?? found.ServerId);
    }
}
