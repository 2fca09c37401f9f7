using Gatehouse.Api.Audit;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>Address, password and code → a session.</summary>
/// <remarks>SECURITY: unknown address, wrong password, locked and without any organisation read the same and take the same time.</remarks>
internal sealed class SignIn(
    ControlDb db, ControlStore store, UserManager<Person> identity, Passwords passwords, Lockout lockout, UsedCodes used,
    WrongCredentials wrong)
{
    private static readonly Fault _failed = new(
        PeopleFaults.SignInFailed, "address or password is wrong", "after five wrong tries wait 15 minutes");

    /// <summary>A session, and the value of its cookie.</summary>
    /// <remarks>Faults: <c>sign-in-failed</c>, <c>code-needed</c>, <c>too-many-requests</c>.</remarks>
    public async ValueTask<Outcome<SignedIn>> StartAsync(NewSession asked, string from, string? agent, CancellationToken cancel)
    {
        // 1. The password, whoever it is: the work is the same for nobody.
        var normal = EmailAddress.Normal(asked.Email);
        var person = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == normal, cancel);
        var isRight = passwords.IsRight(person, asked.Password);
        if (!isRight || person is null || lockout.IsLocked(person))
        {
            return await RefuseAsync(asked.Email, from, _failed, cancel);
        }

        // 2. The code, where they have one set up.
        if (person.TwoFactorEnabled && !await IsCodeRightAsync(person, asked.Code, cancel))
        {
            var needed = new Fault(
                PeopleFaults.CodeNeeded, "the code of your authenticator app is needed", "send the six digits that it shows now as `code`");
            return asked.Code is null ? needed : await RefuseAsync(asked.Email, from, needed, cancel);
        }

        // 3. The session, in whichever of their organisations was asked for.
        var organisation = await db.Members.AsNoTracking()
            .Where(row => row.PersonId == person.Id && (asked.OrganisationId == null || row.OrganisationId == asked.OrganisationId))
            .OrderBy(row => row.Created).ThenBy(row => row.OrganisationId)
            .Select(row => row.OrganisationId)
            .FirstOrDefaultAsync(cancel);
        return organisation is null
            ? await RefuseAsync(asked.Email, from, _failed, cancel)
            : await OpenAsync(person, organisation, from, agent, cancel);
    }

    private ValueTask<Outcome<SignedIn>> OpenAsync(Person person, string organisation, string from, string? agent, CancellationToken cancel)
    {
        var who = new Principal
        {
            Kind = ActorKind.Person, Id = person.Id, Label = person.Email!, OrganisationId = organisation, Role = Role.Viewer, From = from,
        };
        return store.ChangeUncheckedAsync<SignedIn>(who, async change =>
        {
            // The password of now, not of a moment ago; and one that was right wipes the wrong ones.
            var rows = await change.Db.Users
                .Where(row => row.Id == person.Id && row.PasswordHash == person.PasswordHash)
                .ExecuteUpdateAsync(row => row.SetProperty(found => found.AccessFailedCount, 0), change.Cancel);
            if (rows == 0)
            {
                return _failed;
            }

            // Bounded: what ended a month ago tells nobody anything.
            var old = change.Now - TimeSpan.FromDays(30);
            await change.Db.Sessions.Where(row => row.PersonId == person.Id && row.Expires < old).ExecuteDeleteAsync(change.Cancel);
            var token = SecretForms.Session.Create();
            var session = new Session
            {
                Id = Ids.New("ses"),
                TokenHash = SecretForms.Hash(SecretForms.Session, token)!,
                PersonId = person.Id,
                OrganisationId = organisation,
                Created = change.Now,
                LastSeen = change.Now,
                Expires = change.Now + SessionLife.Idle,
                From = from,
                Agent = agent is null ? null : ControlFaults.Shown(agent.Replace(' ', '_')).Replace('_', ' '),
            };
            change.Db.Sessions.Add(session);
            change.Note("session.started", "session", session.Id);
            change.IsUnseenByCalls = true;
            return new SignedIn(session.Id, token);
        }, cancel);
    }

    private async Task<bool> IsCodeRightAsync(Person person, string? code, CancellationToken cancel)
    {
        if (code is null)
        {
            return false;
        }

        var tracked = await db.Users.SingleAsync(row => row.Id == person.Id, cancel);
        return await identity.VerifyTwoFactorTokenAsync(tracked, TokenOptions.DefaultAuthenticatorProvider, code)
            ? await used.TryUseAsync(person.Id, code, cancel)
            : (await identity.RedeemTwoFactorRecoveryCodeAsync(tracked, code)).Succeeded;
    }

    private async ValueTask<Outcome<SignedIn>> RefuseAsync(string email, string from, Fault fault, CancellationToken cancel)
    {
        await lockout.CountAsync(email, cancel);
        return wrong.IsExceededAfter(from) ? WrongCredentials.TooMany : fault;
    }
}

/// <summary>Somebody signed in.</summary>
/// <param name="SessionId">The session.</param>
/// <param name="Token">The value of the cookie; nobody else keeps it.</param>
internal sealed record SignedIn(string SessionId, string Token);
