using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>Makes somebody with an invitation's link a member. They sign in afterwards like everybody.</summary>
internal sealed class InvitationAcceptances(
    ControlDb db, ControlStore store, Passwords passwords, Lockout lockout, WrongCredentials wrong, TimeProvider time)
{
    private static readonly Fault _invalid = new(
        PeopleFaults.LinkInvalid, "the invitation was used, withdrawn, is too old, or never was one", "ask who invited you for another");

    /// <remarks>Faults: <c>link-invalid</c>, <c>password-weak</c>, <c>password-wrong</c>, <c>member-exists</c>, <c>too-many-requests</c>.</remarks>
    public async ValueTask<Outcome<Done>> AcceptAsync(InvitationAcceptance acceptance, string from, CancellationToken cancel)
    {
        // 1. The link, before anything that costs.
        var hash = SecretForms.Hash(SecretForms.Invitation, acceptance.Token);
        var invitation = hash is null ? null : await OpenAsync(db.Invitations.AsNoTracking(), hash, time.GetUtcNow(), cancel);
        if (invitation is null)
        {
            return wrong.IsExceededAfter(from) ? WrongCredentials.TooMany : _invalid;
        }

        // 2. Somebody who is known here shows that they are themselves; anybody else chooses a password.
        var normal = EmailAddress.Normal(invitation.Email);
        var known = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == normal, cancel);
        if (known is not null && (lockout.IsLocked(known) || !passwords.IsRight(known, acceptance.Password)))
        {
            await lockout.CountAsync(invitation.Email, cancel);
            return new Fault(
                PeopleFaults.PasswordWrong, "this address is known here, and the password is not the one that it signs in with",
                "use your own password; after five wrong ones wait 15 minutes");
        }

        if (known is null && Passwords.Weak(acceptance.Password) is { } weak)
        {
            return weak;
        }

        var passwordHash = known is null ? passwords.Hash(acceptance.Password) : "";

        // 3. The link again, inside the transaction, and used up there.
        return await store.ChangeUncheckedAsync<Done>(
            Principal.OfLink(invitation.OrganisationId, invitation.Email, from),
            change => JoinAsync(change, hash!, known?.Id, passwordHash), cancel);
    }

    private static async ValueTask<Outcome<Done>> JoinAsync(Change change, string hash, string? knownId, string passwordHash)
    {
        var invitation = await OpenAsync(change.Db.Invitations, hash, change.Now, change.Cancel);
        if (invitation is null || !await MayStillInviteAsync(change, invitation))
        {
            return _invalid;
        }

        var normal = EmailAddress.Normal(invitation.Email);
        var person = await change.Db.Users.SingleOrDefaultAsync(row => row.NormalizedEmail == normal, change.Cancel);
        if (person?.Id != knownId)
        {
            // They became known in this very moment: nobody has checked the password.
            return _invalid;
        }

        person ??= NewPerson.Add(change, invitation.Email, passwordHash);
        if (await change.Db.Members.AnyAsync(
            row => row.OrganisationId == invitation.OrganisationId && row.PersonId == person.Id, change.Cancel))
        {
            return InvitationAdministration.MemberExists;
        }

        invitation.Accepted = change.Now;
        var member = new Member
        {
            OrganisationId = invitation.OrganisationId,
            PersonId = person.Id,
            Role = invitation.Role,
            Servers = invitation.Servers,
            Created = change.Now,
        };
        change.Db.Members.Add(member);
        change.Note("member.added", "member", person.Id, null, MemberAdministration.View(member, invitation.Email));
        change.IsUnseenByCalls = true;
        return Done.It;
    }

    private static Task<Invitation?> OpenAsync(IQueryable<Invitation> rows, string hash, DateTimeOffset now, CancellationToken cancel) =>
        rows.SingleOrDefaultAsync(row => row.TokenHash == hash && row.Accepted == null && row.Expires > now, cancel);

    // SECURITY: who was made less since then has no invitations left that make more of others.
    public static async Task<bool> MayStillInviteAsync(Change change, Invitation invitation)
    {
        var organisation = invitation.OrganisationId;
        var member = await change.Db.Members.AsNoTracking().SingleOrDefaultAsync(
            row => row.OrganisationId == organisation && row.PersonId == invitation.CreatedById, change.Cancel);
        var key = await change.Db.ApiKeys.AsNoTracking().SingleOrDefaultAsync(
            row => row.OrganisationId == organisation && row.Id == invitation.CreatedById
                && row.Revoked == null && row.Expires > change.Now, change.Cancel);
        var role = member?.Role ?? (key is null ? null : (await KeyMakers.StandingOfAsync(change.Db, key, change.Cancel))?.Role);
        return role is { } now && RightTable.Allows(now, Right.ChangeMembers);
    }
}
