using System.Buffers.Text;
using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People.Passkeys;

/// <summary>A person's own passkeys.</summary>
internal sealed class PasskeyAdministration(
    ControlDb db, ControlStore store, UserManager<Person> identity, IPasskeyHandler<Person> handler, PasskeyChallenges challenges,
    PasswordAdministration passwords)
{
    private const int Most = 20;
    private const int LongestName = 100;
    private const string Kind = "passkey";

    private static readonly Fault _refused = new(
        PeopleFaults.PasskeyRefused, "the passkey is not an answer to what was asked", "begin again; a question is good for five minutes and one answer");

    /// <summary>The passkeys, in the order in which they were added.</summary>
    /// <remarks>Fault: <c>person-needed</c>.</remarks>
    public async ValueTask<Outcome<Page<PasskeyView>>> ListAsync(Principal who, CancellationToken cancel)
    {
        if ((who.Lacks(Right.BeOneself) ?? SessionAdministration.NoPerson(who)) is { } lacking)
        {
            return lacking;
        }

        var person = await db.Users.SingleAsync(row => row.Id == who.Id, cancel);
        var passkeys = await identity.GetPasskeysAsync(person);
        return new Page<PasskeyView>([.. passkeys.OrderBy(passkey => passkey.CreatedAt).Select(View)], null);
    }

    /// <summary>What the browser needs to make one.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>password-wrong</c>.</remarks>
    public async ValueTask<Outcome<PasskeyQuestion>> AskAsync(Principal who, PasskeyAsk asked, HttpContext http, CancellationToken cancel)
    {
        if (SessionAdministration.NoPerson(who) is { } lacking)
        {
            return lacking;
        }

        // Whoever sits at a session that was left open must not make themselves a door that stays.
        var person = await db.Users.AsNoTracking().SingleAsync(row => row.Id == who.Id, cancel);
        if (person.PasswordHash is not null && await passwords.RefuseAsync(who, asked.Password ?? "", cancel) is { } wrong)
        {
            return wrong;
        }

        var options = await handler.MakeCreationOptionsAsync(
            new PasskeyUserEntity { Id = person.Id, Name = person.Email!, DisplayName = person.Email! }, http);
        return await challenges.KeepAsync(person.Id, options.CreationOptionsJson, options.AttestationState!, cancel);
    }

    /// <summary>Adds one.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>value-invalid</c>, <c>passkey-refused</c>.</remarks>
    public ValueTask<Outcome<PasskeyView>> AddAsync(Principal who, NewPasskey wanted, HttpContext http, CancellationToken cancel) =>
        store.ChangeAsync<PasskeyView>(who, Right.BeOneself, async change =>
        {
            if ((SessionAdministration.NoPerson(change.Who) ?? Text.Invalid("name", wanted.Name, LongestName)) is { } invalid)
            {
                return invalid;
            }

            if (await challenges.TakeAsync(wanted.Challenge, change.Who.Id, change.Cancel) is not { } state)
            {
                return _refused;
            }

            var result = await handler.PerformAttestationAsync(new PasskeyAttestationContext
            {
                HttpContext = http, CredentialJson = wanted.Credential.GetRawText(), AttestationState = state,
            });
            if (!result.Succeeded || result.UserEntity.Id != change.Who.Id)
            {
                return _refused;
            }

            var person = await change.Db.Users.SingleAsync(row => row.Id == change.Who.Id, change.Cancel);
            if ((await identity.GetPasskeysAsync(person)).Count >= Most)
            {
                return ControlFaults.Invalid("name", $"would be of more than {Most} passkeys", "remove one that is not used any more");
            }

            result.Passkey.Name = wanted.Name;
            Check(await identity.AddOrUpdatePasskeyAsync(person, result.Passkey));
            var view = View(result.Passkey);
            change.Note("person.passkey_added", Kind, view.Id, null, view);
            change.IsUnseenByCalls = true;
            return view;
        }, cancel);

    /// <summary>Gives another name.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>not-found</c>, <c>value-invalid</c>.</remarks>
    public ValueTask<Outcome<PasskeyView>> RenameAsync(Principal who, string id, PasskeyEdit edit, CancellationToken cancel) =>
        store.ChangeAsync<PasskeyView>(who, Right.BeOneself, async change =>
        {
            if ((SessionAdministration.NoPerson(change.Who) ?? Text.Invalid("name", edit.Name, LongestName)) is { } invalid)
            {
                return invalid;
            }

            var (person, passkey) = await FindAsync(change, id);
            if (passkey is null)
            {
                return ControlFaults.Absent(Kind, id);
            }

            var before = View(passkey);
            passkey.Name = edit.Name;
            Check(await identity.AddOrUpdatePasskeyAsync(person, passkey));
            change.Note("person.passkey_renamed", Kind, id, before, View(passkey));
            change.IsUnseenByCalls = true;
            return View(passkey);
        }, cancel);

    /// <summary>Nobody signs in by it any more.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>not-found</c>.</remarks>
    public ValueTask<Outcome<Done>> RemoveAsync(Principal who, string id, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.BeOneself, async change =>
        {
            if (SessionAdministration.NoPerson(change.Who) is { } lacking)
            {
                return lacking;
            }

            var (person, passkey) = await FindAsync(change, id);
            if (passkey is null)
            {
                return ControlFaults.Absent(Kind, id);
            }

            Check(await identity.RemovePasskeyAsync(person, passkey.CredentialId));
            change.Note<PasskeyView>("person.passkey_removed", Kind, id, View(passkey), null);
            change.IsUnseenByCalls = true;
            return Done.It;
        }, cancel);

    private async Task<(Person Person, UserPasskeyInfo? Passkey)> FindAsync(Change change, string id)
    {
        var person = await change.Db.Users.SingleAsync(row => row.Id == change.Who.Id, change.Cancel);
        var passkeys = await identity.GetPasskeysAsync(person);
        return (person, passkeys.SingleOrDefault(passkey => Base64Url.EncodeToString(passkey.CredentialId) == id));
    }

    private static PasskeyView View(UserPasskeyInfo passkey) =>
        new(Base64Url.EncodeToString(passkey.CredentialId), passkey.Name ?? "", passkey.CreatedAt, passkey.IsBackedUp);

    private static void Check(IdentityResult result)
    {
        if (!result.Succeeded)
        {
            throw new InvalidOperationException("a passkey's row could not be changed: " + string.Join(' ', result.Errors.Select(e => e.Code)));
        }
    }
}
