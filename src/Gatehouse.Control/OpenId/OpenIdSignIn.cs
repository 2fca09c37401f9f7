using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.OpenId;

/// <summary>Whom the issuer names → a person here, by written rules; then a session.</summary>
internal sealed class OpenIdSignIn(ControlDb db, ControlStore store, SessionStart sessions, ControlSettings settings, TimeProvider time)
{
    private OpenIdSettings Rules => settings.OpenId!;

    /// <summary>A session, and the value of its cookie.</summary>
    /// <remarks>Faults: <c>openid-unknown</c>, <c>openid-not-linked</c>.</remarks>
    public async ValueTask<Outcome<SignedIn>> StartAsync(OpenIdClaims claims, string from, string? agent, CancellationToken cancel)
    {
        var email = Verified(claims);
        if (Rules.Domains.Count > 0 && (email is null || !Rules.Domains.Contains(email[(email.IndexOf('@', StringComparison.Ordinal) + 1)..].ToLowerInvariant())))
        {
            return OpenIdFaults.Stranger;
        }

        // 1. Linked before: the issuer's own name for them is what counts, whatever their address is now.
        var person = await LinkedAsync(claims.Subject, cancel);

        // 2. Known by an address that is theirs, on both sides.
        if (person is null && email is not null && Rules.TrustsEmail)
        {
            var normal = EmailAddress.Normal(email);
            var known = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == normal, cancel);

            // SECURITY: an account whose address nobody confirmed may be a stranger's who waits for its owner to come; and who
            // set up a code did so that no other way comes in.
            if (known is not null && (!known.EmailConfirmed || known.TwoFactorEnabled))
            {
                return OpenIdFaults.Unlinked;
            }

            // 3. Unknown: invited, or what newcomers become.
            if (known is null && await JoinAsync(claims, email, from, cancel) is { } refused)
            {
                return refused;
            }

            person = known ?? await LinkedAsync(claims.Subject, cancel);
        }

        return person is not null && await sessions.OrganisationAsync(person.Id, null, cancel) is { } organisation
            ? await sessions.OpenAsync(person, organisation, from, agent, OpenIdFaults.Stranger, change => LinkAsync(change, claims, person.Id), cancel)
            : OpenIdFaults.Stranger;
    }

    /// <summary>Links the issuer's account to the person of a session, which must still be there.</summary>
    /// <remarks>Faults: <c>sign-in-needed</c>, <c>openid-taken</c>.</remarks>
    public ValueTask<Outcome<Done>> LinkAsync(string sessionId, OpenIdClaims claims, string from, CancellationToken cancel) =>
        store.ChangeAsync<Done>(
            new Principal
            {
                Kind = ActorKind.Person, Id = "", Label = "", OrganisationId = "", Role = Role.Viewer, From = from, SessionId = sessionId,
            },
            Right.BeOneself, async change =>
            {
                change.IsUnseenByCalls = true;
                var isTheirs = await LinkAsync(change, claims, change.Who.Id);
                if (change.Notes.Count == 0)
                {
                    change.Note("person.openid_linked", "person", change.Who.Id);
                }

                return isTheirs ? Done.It : OpenIdFaults.Others;
            }, cancel);

    /// <summary>The issuer's word signs the person in no more.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>not-found</c>, <c>last-way</c>.</remarks>
    public ValueTask<Outcome<Done>> UnlinkAsync(Principal who, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.BeOneself, async change =>
        {
            if (SessionAdministration.NoPerson(change.Who) is { } lacking)
            {
                return lacking;
            }

            var id = change.Who.Id;
            if (!await change.Db.Users.AnyAsync(row => row.Id == id && row.PasswordHash != null, change.Cancel)
                && !await change.Db.Set<IdentityUserPasskey<string>>().AnyAsync(row => row.UserId == id, change.Cancel))
            {
                return new Fault(PeopleFaults.LastWay, "it is the only way in that you have", "add a passkey or set a password first");
            }

            if (await change.Db.UserLogins.Where(row => row.UserId == id).ExecuteDeleteAsync(change.Cancel) == 0)
            {
                return ControlFaults.Absent("link", "openid");
            }

            change.Note("person.openid_unlinked", "person", id);
            change.IsUnseenByCalls = true;
            return Done.It;
        }, cancel);

    private Task<Person?> LinkedAsync(string subject, CancellationToken cancel) => (
        from login in db.UserLogins.AsNoTracking()
        where login.LoginProvider == Rules.Issuer && login.ProviderKey == subject
        join person in db.Users.AsNoTracking() on login.UserId equals person.Id
        select person).SingleOrDefaultAsync(cancel);

    // True once the account of the issuer is this person's; false where it is somebody else's.
    private async Task<bool> LinkAsync(Change change, OpenIdClaims claims, string personId)
    {
        var login = await change.Db.UserLogins.SingleOrDefaultAsync(
            row => row.LoginProvider == Rules.Issuer && row.ProviderKey == claims.Subject, change.Cancel);
        if (login is null)
        {
            change.Db.UserLogins.Add(new IdentityUserLogin<string>
            {
                LoginProvider = Rules.Issuer, ProviderKey = claims.Subject, ProviderDisplayName = Rules.Name, UserId = personId,
            });
            change.Note("person.openid_linked", "person", personId);
        }

        return login is null || login.UserId == personId;
    }

    private async ValueTask<Refusal?> JoinAsync(OpenIdClaims claims, string email, string from, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var upper = EmailAddress.Normal(email);
        var invitation = await db.Invitations.AsNoTracking()
            .Where(row => row.Email.ToUpper() == upper && row.Accepted == null && row.Expires > now)
            .OrderByDescending(row => row.Created).FirstOrDefaultAsync(cancel);
        var organisation = invitation?.OrganisationId ?? (Rules.Newcomers is null ? null : Rules.OrganisationId ?? await OnlyOneAsync(cancel));
        if (organisation is null)
        {
            return OpenIdFaults.Stranger;
        }

        var outcome = await store.ChangeUncheckedAsync<Done>(Principal.OfLink(organisation, email, from), async change =>
        {
            var open = invitation is null ? null : await change.Db.Invitations.SingleOrDefaultAsync(
                row => row.Id == invitation.Id && row.Accepted == null && row.Expires > change.Now, change.Cancel);
            if ((invitation is not null && (open is null || !await InvitationAcceptances.MayStillInviteAsync(change, open)))
                || await change.Db.Users.AnyAsync(row => row.NormalizedEmail == upper, change.Cancel)
                || !await change.Db.Organisations.AnyAsync(row => row.Id == organisation, change.Cancel))
            {
                return OpenIdFaults.Stranger;
            }

            if (open is not null)
            {
                open.Accepted = change.Now;
            }

            var person = NewPerson.Add(change, email, passwordHash: null, isConfirmed: true);
            var member = new Member
            {
                OrganisationId = organisation, PersonId = person.Id, Role = open?.Role ?? Rules.Newcomers!.Value, Servers = open?.Servers,
                Created = change.Now,
            };
            change.Db.Members.Add(member);
            await LinkAsync(change, claims, person.Id);
            change.Note("member.added", "member", person.Id, null, MemberAdministration.View(member, email));
            change.IsUnseenByCalls = true;
            return Done.It;
        }, cancel);
        return outcome.Refusal;
    }

    private async Task<string?> OnlyOneAsync(CancellationToken cancel)
    {
        var some = await db.Organisations.AsNoTracking().OrderBy(row => row.Id).Select(row => row.Id).Take(2).ToListAsync(cancel);
        return some.Count == 1 ? some[0] : null;
    }

    private static string? Verified(OpenIdClaims claims) =>
        claims is { IsEmailVerified: true, Email: { } email } && EmailAddress.Invalid(email) is null ? email : null;
}
