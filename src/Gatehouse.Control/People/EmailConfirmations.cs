using Gatehouse.Api;
using Gatehouse.Api.Mails;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.People;

/// <summary>How a person shows that their address is theirs.</summary>
/// <remarks>
/// SECURITY: the link holds for who is signed in as that person. Else who made an account for somebody else's address could
/// have its real owner confirm it by a click.
/// </remarks>
internal sealed class EmailConfirmations(ControlStore store, Outbox outbox, PeopleAddress address)
{
    private static readonly TimeSpan _pause = TimeSpan.FromMinutes(1);

    private static readonly Fault _invalid = new(
        PeopleFaults.LinkInvalid, "the link was used, is too old, or is another person's", "sign in as who it was sent to, or ask for another");

    /// <summary>Sends the link to the person's own address. Nothing is sent where it was confirmed, or asked for this minute.</summary>
    /// <remarks>Faults: <c>mail-off</c>, <c>person-needed</c>.</remarks>
    public ValueTask<Outcome<Done>> AskAsync(Principal who, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.BeOneself, async change =>
        {
            if (((outbox.IsOpen ? null : MailFaults.NotSetUp) ?? SessionAdministration.NoPerson(change.Who)) is { } lacking)
            {
                return lacking;
            }

            var person = await change.Db.Users.SingleAsync(row => row.Id == change.Who.Id, change.Cancel);
            var expires = change.Now + SessionLife.MailedLink;
            var recent = expires - _pause;
            change.IsUnseenByCalls = true;
            change.Note("person.confirmation_asked", "person", person.Id);
            if (person.EmailConfirmed
                || await change.Db.ConfirmationLinks.AnyAsync(row => row.PersonId == person.Id && row.Expires > recent, change.Cancel))
            {
                return Done.It;
            }

            var token = SecretForms.Confirmation.Create();
            await change.Db.ConfirmationLinks.Where(row => row.PersonId == person.Id).ExecuteDeleteAsync(change.Cancel);
            change.Db.ConfirmationLinks.Add(new ConfirmationLink
            {
                TokenHash = SecretForms.Hash(SecretForms.Confirmation, token)!, PersonId = person.Id, Expires = expires,
            });
            outbox.Put(
                change.Db, change.Now, MailKind.EmailConfirmation, person.Email!,
                MailText.EmailConfirmation($"{address.Public}/email?token={token}", expires), expires, organisationId: null, person.Id);
            return Done.It;
        }, cancel);

    /// <summary>Confirms the address of who is signed in.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>link-invalid</c>.</remarks>
    public ValueTask<Outcome<Done>> ConfirmAsync(Principal who, string token, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.BeOneself, async change =>
        {
            if (SessionAdministration.NoPerson(change.Who) is { } lacking)
            {
                return lacking;
            }

            var hash = SecretForms.Hash(SecretForms.Confirmation, token);
            if (hash is null || await change.Db.ConfirmationLinks
                .Where(row => row.TokenHash == hash && row.PersonId == change.Who.Id && row.Expires > change.Now)
                .ExecuteDeleteAsync(change.Cancel) == 0)
            {
                return _invalid;
            }

            (await change.Db.Users.SingleAsync(row => row.Id == change.Who.Id, change.Cancel)).EmailConfirmed = true;
            change.Note("person.email_confirmed", "person", change.Who.Id);
            change.IsUnseenByCalls = true;
            return Done.It;
        }, cancel);
}
