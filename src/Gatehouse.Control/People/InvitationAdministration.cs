using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Paging;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>Asks people in. How an invitation is accepted is said by <see cref="InvitationAcceptances"/>.</summary>
internal sealed class InvitationAdministration(
    ControlDb db, ControlStore store, Pages pages, Outbox outbox, PeopleAddress address, TimeProvider time)
{
    private const string Kind = "invitation";

    /// <summary>The invitations that wait, oldest first.</summary>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>.</remarks>
    public async ValueTask<Outcome<Page<InvitationView>>> ListAsync(Principal who, PageQuery query, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadMembers) is { } lacking)
        {
            return lacking;
        }

        var now = time.GetUtcNow();
        return await pages.ReadAsync(
            who, "invitations",
            db.Invitations.AsNoTracking().Where(row => row.OrganisationId == who.OrganisationId && row.Accepted == null && row.Expires > now),
            query, View, cancel);
    }

    /// <summary>Invites an address; its older invitation stops working. The link is in this one answer, and in an e-mail where those go out.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>member-exists</c>, <c>idempotency-key-reused</c>.</remarks>
    public ValueTask<Outcome<CreatedInvitation>> CreateAsync(
        Principal who, NewInvitation wanted, Repeat? repeat, CancellationToken cancel) =>
        store.ChangeAsync<CreatedInvitation>(who, Right.ChangeMembers, async change =>
        {
            if ((EmailAddress.Invalid(wanted.Email) ?? await ServerLimit.InvalidAsync(change, wanted.Role, wanted.Servers)) is { } invalid)
            {
                return invalid;
            }

            var organisation = change.Who.OrganisationId;
            var normal = EmailAddress.Normal(wanted.Email);
            if (await change.Db.Members.AnyAsync(
                row => row.OrganisationId == organisation
                    && change.Db.Users.Any(person => person.Id == row.PersonId && person.NormalizedEmail == normal),
                change.Cancel))
            {
                return MemberExists;
            }

            await change.Db.Invitations
                .Where(row => row.OrganisationId == organisation && row.Accepted == null && row.Email.ToUpper() == normal)
                .ExecuteDeleteAsync(change.Cancel);
            var token = SecretForms.Invitation.Create();
            var invitation = new Invitation
            {
                Id = Ids.New("inv"),
                OrganisationId = organisation,
                Email = wanted.Email,
                Role = wanted.Role,
                Servers = wanted.Servers?.ToList(),
                TokenHash = SecretForms.Hash(SecretForms.Invitation, token)!,
                CreatedById = change.Who.Id,
                CreatedBy = change.Who.Label,
                Created = change.Now,
                Expires = change.Now + SessionLife.Invitation,
            };
            change.Db.Invitations.Add(invitation);
            change.Note("invitation.created", Kind, invitation.Id, null, View(invitation));
            change.IsUnseenByCalls = true;
            var link = $"{address.Public}/invitation?token={token}";
            var name = await change.Db.Organisations.Where(row => row.Id == organisation).Select(row => row.Name).SingleAsync(change.Cancel);
            var isMailed = await outbox.TryInviteAsync(
                change, invitation.Email, invitation.Id, MailText.Invitation(change.Who.Label, name, link, invitation.Expires), invitation.Expires);
            return new CreatedInvitation(View(invitation), link, isMailed);
        }, cancel, repeat);

    /// <summary>Withdraws an invitation.</summary>
    /// <remarks>Fault: <c>not-found</c>.</remarks>
    public ValueTask<Outcome<Done>> WithdrawAsync(Principal who, string id, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.ChangeMembers, async change =>
        {
            var invitation = await change.Db.Invitations.SingleOrDefaultAsync(
                row => row.Id == id && row.OrganisationId == change.Who.OrganisationId && row.Accepted == null, change.Cancel);
            if (invitation is null)
            {
                return ControlFaults.Absent(Kind, id);
            }

            change.Db.Invitations.Remove(invitation);
            await change.Db.Mails.Where(row => row.SubjectId == id && row.State != Api.Notices.NoticeState.Sent).ExecuteDeleteAsync(change.Cancel);
            change.Note<InvitationView>("invitation.withdrawn", Kind, id, View(invitation), null);
            change.IsUnseenByCalls = true;
            return Done.It;
        }, cancel);

    public static readonly Policy.Fault MemberExists = new(PeopleFaults.MemberExists, "somebody with this address is a member already");

    private static InvitationView View(Invitation row) => new()
    {
        Id = row.Id,
        Email = row.Email,
        Role = row.Role,
        Servers = row.Servers?.ToImmutableArray(),
        By = row.CreatedBy,
        Created = row.Created,
        Expires = row.Expires,
    };
}
