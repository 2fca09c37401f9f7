using Gatehouse.Api.Mails;
using Gatehouse.Api.People;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Approvals;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Approvals;

/// <summary>Writes to everybody who may answer for a call.</summary>
internal sealed class ApprovalMails(Outbox outbox, ApprovalLinks links)
{
    /// <summary>Most people who are written to about one request.</summary>
    private const int MostReceivers = 100;

    /// <summary>Puts a mail for each; saving is the caller's. Null, or why none can go out.</summary>
    public async Task<string?> PutAsync(ControlDb db, ParkedCall call, DateTimeOffset now, CancellationToken cancel)
    {
        if (!outbox.IsOpen)
        {
            return "this server sends no e-mail";
        }

        var grant = await db.Grants.AsNoTracking().SingleAsync(row => row.Id == call.GrantId, cancel);
        var people = await (
            from member in db.Members.AsNoTracking()
            where member.OrganisationId == grant.OrganisationId && (member.Role == Role.Approver || member.Role == Role.Admin)
            join person in db.Users.AsNoTracking() on member.PersonId equals person.Id
            where !db.Mails.Any(mail => mail.SubjectId == call.Id && mail.PersonId == person.Id)
            orderby member.Created, member.PersonId
            select new { person.Id, person.Email }).Take(MostReceivers).ToListAsync(cancel);
        foreach (var person in people)
        {
            var voter = new Voter(person.Id, person.Email!);
            if (await ApproverRight.LackingAsync(db, grant, call.ServerId, voter, now, cancel) is null)
            {
                outbox.Put(
                    db, now, MailKind.Approval, person.Email!,
                    MailText.Approval(ApprovalViews.Summary(call), links.Of(call.Id, person.Id, call.Expires)), call.Expires,
                    grant.OrganisationId, person.Id, call.Id);
            }
        }

        return null;
    }
}
