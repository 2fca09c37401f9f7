using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>New passwords: by the person who knows the old one, by a link that an admin made, or by one that went to their address.</summary>
internal sealed class PasswordAdministration(
    ControlDb db, ControlStore store, Passwords passwords, Lockout lockout, WrongCredentials wrong, PeopleAddress address, TimeProvider time)
{
    private static readonly Fault _invalid = new(
        PeopleFaults.LinkInvalid, "the link was used, is too old, or never was one", "ask an admin for another");

    /// <summary>Whether it is really the person who sits there. Wrong ones count, as when signing in.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>password-wrong</c>.</remarks>
    public async Task<Fault?> RefuseAsync(Principal who, string password, CancellationToken cancel)
    {
        if (SessionAdministration.NoPerson(who) is { } lacking)
        {
            return lacking;
        }

        var person = await db.Users.AsNoTracking().SingleAsync(row => row.Id == who.Id, cancel);
        if (passwords.IsRight(person, password) && !lockout.IsLocked(person))
        {
            return null;
        }

        await lockout.CountAsync(person.Email!, cancel);
        return new Fault(PeopleFaults.PasswordWrong, "the current password is not right", "after five wrong ones wait 15 minutes");
    }

    /// <summary>Sets another password; every other session of the person ends.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>password-wrong</c>, <c>password-weak</c>.</remarks>
    public async ValueTask<Outcome<Done>> ChangeAsync(Principal who, PasswordChange wanted, CancellationToken cancel)
    {
        if ((await RefuseAsync(who, wanted.Current, cancel) ?? Passwords.Weak(wanted.Password)) is { } refused)
        {
            return refused;
        }

        var hash = passwords.Hash(wanted.Password);
        return await store.ChangeAsync<Done>(who, Right.BeOneself, async change =>
        {
            await SetAsync(change, change.Who.Id, hash, change.Who.SessionId);
            change.Note("person.password_changed", "person", change.Who.Id);
            return Done.It;
        }, cancel);
    }

    /// <summary>A link by which a member sets a new password; one that was made before stops working.</summary>
    /// <remarks>Faults: <c>not-found</c>, <c>person-elsewhere</c>.</remarks>
    public ValueTask<Outcome<PasswordLink>> LinkAsync(Principal who, string memberId, CancellationToken cancel) =>
        store.ChangeAsync<PasswordLink>(who, Right.ChangeMembers, async change =>
        {
            if (await MemberAdministration.FindAsync(change.Db, change.Who, memberId, change.Cancel) is not { } member)
            {
                return ControlFaults.Absent("member", memberId);
            }

            // SECURITY: a password opens every organisation of a person, and an admin speaks for one.
            if (await BelongsElsewhereAsync(change, member))
            {
                return new Fault(
                    PeopleFaults.PersonElsewhere, "the person belongs to other organisations, too, whose doors their password opens",
                    "they change it themselves, or leave the other organisations first");
            }

            await change.Db.PasswordResets.Where(row => row.PersonId == memberId && !row.IsMailed && row.Used == null)
                .ExecuteDeleteAsync(change.Cancel);
            var token = SecretForms.PasswordReset.Create();
            var expires = change.Now + SessionLife.PasswordLink;
            change.Db.PasswordResets.Add(new PasswordReset
            {
                TokenHash = SecretForms.Hash(SecretForms.PasswordReset, token)!,
                PersonId = memberId,
                OrganisationId = change.Who.OrganisationId,
                Expires = expires,
            });
            change.Note("member.password_link_created", "member", memberId);
            change.IsUnseenByCalls = true;
            return new PasswordLink($"{address.Public}/password?token={token}", expires);
        }, cancel);

    /// <summary>Sets a password by a link. Every session of the person ends, and wrong tries are forgotten.</summary>
    /// <remarks>Faults: <c>link-invalid</c>, <c>password-weak</c>, <c>too-many-requests</c>.</remarks>
    public async ValueTask<Outcome<Done>> ResetAsync(NewPassword wanted, string from, CancellationToken cancel)
    {
        var hash = SecretForms.Hash(SecretForms.PasswordReset, wanted.Token);
        var found = hash is null ? null : await OpenAsync(db.PasswordResets.AsNoTracking(), hash, time.GetUtcNow(), cancel);
        if (found is null)
        {
            return wrong.IsExceededAfter(from) ? WrongCredentials.TooMany : _invalid;
        }

        if (Passwords.Weak(wanted.Password) is { } weak)
        {
            return weak;
        }

        var passwordHash = passwords.Hash(wanted.Password);
        return await store.ChangeUncheckedAsync<Done>(Principal.OfLink(found.OrganisationId, "password link", from), async change =>
        {
            var link = await OpenAsync(change.Db.PasswordResets.AsNoTracking(), hash!, change.Now, change.Cancel);
            var member = link is null ? null : await change.Db.Members.SingleOrDefaultAsync(
                row => row.OrganisationId == link.OrganisationId && row.PersonId == link.PersonId, change.Cancel);
            if (link is null || member is null || (!link.IsMailed && await BelongsElsewhereAsync(change, member)))
            {
                return _invalid;
            }

            await SetAsync(change, link.PersonId, passwordHash, keptSession: null);
            if (link.IsMailed)
            {
                // Nobody else has seen the link.
                (await change.Db.Users.SingleAsync(row => row.Id == link.PersonId, change.Cancel)).EmailConfirmed = true;
            }

            change.Note("person.password_reset", "person", link.PersonId);
            return Done.It;
        }, cancel);
    }

    private static async Task SetAsync(Change change, string personId, string hash, string? keptSession)
    {
        var person = await change.Db.Users.SingleAsync(row => row.Id == personId, change.Cancel);
        (person.PasswordHash, person.AccessFailedCount, person.LockoutEnd) = (hash, 0, null);
        person.SecurityStamp = Ids.New("stamp");
        DateTimeOffset? now = change.Now;

        // Every link to set one goes with the old password, the used one too.
        await change.Db.PasswordResets.Where(row => row.PersonId == personId && row.Used == null)
            .ExecuteUpdateAsync(row => row.SetProperty(link => link.Used, now), change.Cancel);
        await change.Db.Sessions
            .Where(row => row.PersonId == personId && row.Id != keptSession && row.Revoked == null)
            .ExecuteUpdateAsync(row => row.SetProperty(session => session.Revoked, now), change.Cancel);
        change.IsUnseenByCalls = true;
    }

    private static Task<bool> BelongsElsewhereAsync(Change change, Member member) => change.Db.Members.AnyAsync(
        row => row.PersonId == member.PersonId && row.OrganisationId != member.OrganisationId, change.Cancel);

    private static Task<PasswordReset?> OpenAsync(
        IQueryable<PasswordReset> rows, string hash, DateTimeOffset now, CancellationToken cancel) =>
        rows.SingleOrDefaultAsync(row => row.TokenHash == hash && row.Used == null && row.Expires > now, cancel);
}
