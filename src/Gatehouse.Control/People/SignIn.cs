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
    ControlDb db, SessionStart sessions, UserManager<Person> identity, Passwords passwords, Lockout lockout, UsedCodes used,
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
        return await sessions.OrganisationAsync(person.Id, asked.OrganisationId, cancel) is { } organisation
            ? await sessions.OpenAsync(person, organisation, from, agent, _failed, null, cancel)
            : await RefuseAsync(asked.Email, from, _failed, cancel);
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
