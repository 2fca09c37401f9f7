using Gatehouse.Api.Approvals;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Approvals;

/// <summary>What a link from an e-mail shows before anybody has signed in: what the e-mail said, and no more.</summary>
internal sealed class ApprovalLinkAdministration(ControlDb db, ApprovalLinks links, WrongCredentials wrong, TimeProvider time)
{
    private static readonly Fault _invalid = new(
        PeopleFaults.LinkInvalid, "the link is over, or never was one", "sign in and look at the list of requests");

    /// <remarks>Faults: <c>link-invalid</c>, <c>too-many-requests</c>.</remarks>
    public async ValueTask<Outcome<ApprovalLinkView>> ReadAsync(string id, ApprovalLink link, string from, CancellationToken cancel)
    {
        var person = links.PersonOf(id, link.Token) is { } personId
            ? await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.Id == personId, cancel)
            : null;
        var found = person is null ? null : await (
            from call in db.ParkedCalls.AsNoTracking().Where(row => row.Id == id)
            join grant in db.Grants.AsNoTracking() on call.GrantId equals grant.Id
            select new { call, grant }).SingleOrDefaultAsync(cancel);
        if (found is null)
        {
            return wrong.IsExceededAfter(from) ? WrongCredentials.TooMany : _invalid;
        }

        // Who may not answer any more is told no more.
        var voter = new Voter(person!.Id, person.Email!);
        if (await ApproverRight.LackingAsync(db, found.grant, found.call.ServerId, voter, time.GetUtcNow(), cancel) is not null)
        {
            return _invalid;
        }

        var about = ApprovalViews.Summary(found.call);
        return new ApprovalLinkView
        {
            Id = id,
            Email = person.Email!,
            State = about.State,
            GrantLabel = about.GrantLabel,
            ServerId = about.ServerId,
            Tool = about.Tool,
            Messages = about.Messages,
            Expires = about.Expires,
        };
    }
}
