using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People.Passkeys;

/// <summary>An authenticator's answer → a session. It is the person and their device, so no code is asked for.</summary>
/// <remarks>Wrong passwords shut nobody out here: a passkey cannot be guessed, and shutting it would be in a guesser's hands.</remarks>
internal sealed class PasskeySignIn(
    IPasskeyHandler<Person> handler, UserManager<Person> identity, PasskeyChallenges challenges, SessionStart sessions, WrongCredentials wrong)
{
    private static readonly Fault _failed = new(
        PeopleFaults.PasskeyUnknown, "the passkey is not known here, or not an answer to what was asked", "begin again, or sign in another way");

    /// <summary>What the browser needs: nothing in it depends on anybody.</summary>
    public async ValueTask<Outcome<PasskeyQuestion>> AskAsync(HttpContext http, CancellationToken cancel)
    {
        var options = await handler.MakeRequestOptionsAsync(null, http);
        return await challenges.KeepAsync(null, options.RequestOptionsJson, options.AssertionState!, cancel);
    }

    /// <summary>A session, and the value of its cookie.</summary>
    /// <remarks>Faults: <c>passkey-unknown</c>, <c>too-many-requests</c>.</remarks>
    public async ValueTask<Outcome<SignedIn>> StartAsync(
        PasskeySession asked, HttpContext http, string from, string? agent, CancellationToken cancel)
    {
        if (await challenges.TakeAsync(asked.Challenge, null, cancel) is not { } state)
        {
            return Refuse(from);
        }

        var result = await handler.PerformAssertionAsync(new PasskeyAssertionContext
        {
            HttpContext = http, CredentialJson = asked.Credential.GetRawText(), AssertionState = state,
        });
        if (!result.Succeeded || await sessions.OrganisationAsync(result.User.Id, asked.OrganisationId, cancel) is not { } organisation)
        {
            return Refuse(from);
        }

        return await sessions.OpenAsync(result.User, organisation, from, agent, _failed, async change =>
        {
            // The count of its signatures, by which a copy would be noticed; gone where it was removed this moment.
            var person = await change.Db.Users.SingleAsync(row => row.Id == result.User.Id, change.Cancel);
            return await identity.GetPasskeyAsync(person, result.Passkey.CredentialId) is not null
                && (await identity.AddOrUpdatePasskeyAsync(person, result.Passkey)).Succeeded;
        }, cancel);
    }

    private Fault Refuse(string from) => wrong.IsExceededAfter(from) ? WrongCredentials.TooMany : _failed;
}
