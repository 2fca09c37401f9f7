using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>A person's authenticator app: six digits beside the password.</summary>
internal sealed class AuthenticatorAdministration(
    ControlStore store, UserManager<Person> identity, PasswordAdministration passwords, UsedCodes used)
{
    private const int Codes = 10;
    private const string Kind = "person";

    /// <summary>A new key for the app. It counts from the first right code on; until then nothing changes.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>password-wrong</c>.</remarks>
    public async ValueTask<Outcome<AuthenticatorKey>> BeginAsync(Principal who, NewAuthenticator wanted, CancellationToken cancel)
    {
        if (await passwords.RefuseAsync(who, wanted.Password, cancel) is { } refused)
        {
            return refused;
        }

        return await store.ChangeAsync<AuthenticatorKey>(who, Right.BeOneself, async change =>
        {
            var person = await FindAsync(change);
            if (person.TwoFactorEnabled)
            {
                return ControlFaults.Invalid("password", "is right, but an authenticator is set up already", "remove it first");
            }

            Check(await identity.ResetAuthenticatorKeyAsync(person));
            var key = (await identity.GetAuthenticatorKeyAsync(person))!;
            change.Note("person.authenticator_begun", Kind, person.Id);
            change.IsUnseenByCalls = true;
            var label = Uri.EscapeDataString("Gatehouse:" + person.Email);
            return new AuthenticatorKey(key, $"otpauth://totp/{label}?secret={key}&issuer=Gatehouse&digits=6");
        }, cancel);
    }

    /// <summary>From now on a code is needed to sign in. The answer has codes for the day the app is lost.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>code-wrong</c>.</remarks>
    public ValueTask<Outcome<RecoveryCodes>> ConfirmAsync(Principal who, AuthenticatorCode code, CancellationToken cancel) =>
        store.ChangeAsync<RecoveryCodes>(who, Right.BeOneself, async change =>
        {
            if (SessionAdministration.NoPerson(change.Who) is { } lacking)
            {
                return lacking;
            }

            var person = await FindAsync(change);
            if (person.TwoFactorEnabled || await identity.GetAuthenticatorKeyAsync(person) is null
                || !await identity.VerifyTwoFactorTokenAsync(person, TokenOptions.DefaultAuthenticatorProvider, code.Code)
                || !await used.TryUseAsync(person.Id, code.Code, change.Cancel))
            {
                return new Fault(PeopleFaults.CodeWrong, "the code is not the one that the app shows now", "look at the clock of the device");
            }

            Check(await identity.SetTwoFactorEnabledAsync(person, true));
            var codes = await identity.GenerateNewTwoFactorRecoveryCodesAsync(person, Codes);
            change.Note("person.authenticator_added", Kind, person.Id);
            change.IsUnseenByCalls = true;
            return new RecoveryCodes(codes!.ToImmutableArray());
        }, cancel);

    /// <summary>No code is needed any more.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>password-wrong</c>.</remarks>
    public async ValueTask<Outcome<Done>> RemoveAsync(Principal who, NewAuthenticator shown, CancellationToken cancel)
    {
        if (await passwords.RefuseAsync(who, shown.Password, cancel) is { } refused)
        {
            return refused;
        }

        return await store.ChangeAsync<Done>(who, Right.BeOneself, async change =>
        {
            var person = await FindAsync(change);
            Check(await identity.SetTwoFactorEnabledAsync(person, false));
            Check(await identity.ResetAuthenticatorKeyAsync(person));
            change.Note("person.authenticator_removed", Kind, person.Id);
            change.IsUnseenByCalls = true;
            return Done.It;
        }, cancel);
    }

    private static Task<Person> FindAsync(Change change) =>
        change.Db.Users.SingleAsync(row => row.Id == change.Who.Id, change.Cancel);

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException("a person's row could not be changed: " + string.Join(' ', result.Errors.Select(e => e.Code)));
        }
    }
}
