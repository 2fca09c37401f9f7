using Gatehouse.Api;
using Gatehouse.Api.Mails;
using Gatehouse.Api.Notices;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Mails;

/// <summary>What strangers ask for by naming an address: noted at once, looked at later.</summary>
/// <remarks>
/// SECURITY: whoever asks waits for one row to be written and nothing else, so neither the answer nor its time tells whether
/// the address is known. Who it belongs to is looked up by <see cref="MailWorker"/>, and told by e-mail alone.
/// </remarks>
internal sealed class MailRequests(
    ControlDb db, ControlStore store, Outbox outbox, ControlSettings settings, PeopleAddress address, TimeProvider time)
{
    /// <summary>Most questions that wait to be looked at: more are not noted, and nobody is told.</summary>
    private const int MostWaiting = 1_000;

    private const int MostAtOnce = 50;

    /// <summary>One address is written to this often.</summary>
    private static readonly TimeSpan _pause = TimeSpan.FromMinutes(5);

    private static readonly Fault _closed = new(
        PeopleFaults.RegistrationClosed, "accounts are made by invitation here", "ask an admin of your organisation for one");

    /// <summary>Somebody forgot the password of an address.</summary>
    /// <remarks>Faults: <c>mail-off</c>, <c>value-invalid</c>.</remarks>
    public ValueTask<Outcome<Done>> ForgotAsync(string email, CancellationToken cancel) => NoteAsync(MailKind.PasswordForgotten, email, cancel);

    /// <summary>Somebody wants an account for an address.</summary>
    /// <remarks>Faults: <c>registration-closed</c>, <c>value-invalid</c>.</remarks>
    public ValueTask<Outcome<Done>> RegisterAsync(string email, CancellationToken cancel) =>
        settings.IsRegistrationOpen ? NoteAsync(MailKind.Registration, email, cancel) : ValueTask.FromResult<Outcome<Done>>(_closed);

    /// <summary>Looks at what was noted, and writes the mails that come of it.</summary>
    public async Task AnswerAsync(CancellationToken cancel)
    {
        var asked = await db.Mails.AsNoTracking().Where(row => row.State == NoticeState.Waiting && row.SealedText == null)
            .OrderBy(row => row.Created).Take(MostAtOnce).ToListAsync(cancel);
        foreach (var mail in asked)
        {
            var normal = EmailAddress.Normal(mail.Recipient);
            var person = await db.Users.AsNoTracking().SingleOrDefaultAsync(row => row.NormalizedEmail == normal, cancel);
            var isWritten = mail.Kind == MailKind.PasswordForgotten
                ? person is not null && await PasswordAsync(mail, person, cancel)
                : await RegistrationAsync(mail, person, cancel);
            if (!isWritten)
            {
                await db.Mails.Where(row => row.Id == mail.Id).ExecuteDeleteAsync(cancel);
            }
        }
    }

    private async ValueTask<Outcome<Done>> NoteAsync(MailKind kind, string email, CancellationToken cancel)
    {
        if (!outbox.IsOpen)
        {
            return MailFaults.NotSetUp;
        }

        if (EmailAddress.Invalid(email) is { } invalid)
        {
            return invalid;
        }

        if (await db.Mails.CountAsync(row => row.State == NoticeState.Waiting && row.SealedText == null, cancel) < MostWaiting)
        {
            var now = time.GetUtcNow();
            db.Mails.Add(new Mail
            {
                Id = Ids.New("mai"), Kind = kind, Recipient = email, Next = now, Created = now, Expires = now + SessionLife.MailedLink,
            });
            await db.SaveChangesAsync(cancel);
        }

        return Done.It;
    }

    private async Task<bool> PasswordAsync(Mail mail, Person person, CancellationToken cancel)
    {
        var organisation = await db.Members.AsNoTracking().Where(row => row.PersonId == person.Id)
            .OrderBy(row => row.Created).Select(row => row.OrganisationId).FirstOrDefaultAsync(cancel);
        var recent = time.GetUtcNow() + SessionLife.MailedLink - _pause;
        if (organisation is null
            || await db.PasswordResets.AnyAsync(row => row.PersonId == person.Id && row.IsMailed && row.Expires > recent, cancel))
        {
            return false;
        }

        var outcome = await store.ChangeUncheckedAsync<Done>(Principal.OfServer(organisation), async change =>
        {
            var token = SecretForms.PasswordReset.Create();
            var expires = change.Now + SessionLife.MailedLink;
            change.Db.PasswordResets.Add(new PasswordReset
            {
                TokenHash = SecretForms.Hash(SecretForms.PasswordReset, token)!, PersonId = person.Id, OrganisationId = organisation,
                Expires = expires, IsMailed = true,
            });
            await WriteAsync(change.Db, mail.Id, person.Email!, MailText.PasswordForgotten($"{address.Public}/password?token={token}", expires), cancel);
            change.Note("person.password_link_mailed", "person", person.Id);
            change.IsUnseenByCalls = true;
            return Done.It;
        }, cancel);
        return outcome.Value is not null;
    }

    private async Task<bool> RegistrationAsync(Mail mail, Person? person, CancellationToken cancel)
    {
        db.ChangeTracker.Clear();
        await using var transaction = await db.Database.BeginTransactionAsync(cancel);
        var now = time.GetUtcNow();
        await db.Registrations.Where(row => row.Expires <= now).ExecuteDeleteAsync(cancel);
        var normal = EmailAddress.Normal(mail.Recipient);
        var expires = now + SessionLife.MailedLink;
        var recent = expires - _pause;
        if (await db.Registrations.AnyAsync(row => row.NormalizedEmail == normal && row.Expires > recent, cancel))
        {
            return false;
        }

        // For a known address the row is only there to count: nobody has its token.
        var token = SecretForms.Registration.Create();
        db.Registrations.Add(new Registration
        {
            TokenHash = SecretForms.Hash(SecretForms.Registration, token)!, Email = mail.Recipient, NormalizedEmail = normal, Expires = expires,
        });
        await WriteAsync(
            db, mail.Id, person?.Email ?? mail.Recipient,
            person is null ? MailText.Registration($"{address.Public}/registration?token={token}", expires) : MailText.KnownAlready(address.Public),
            cancel);
        await db.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return true;
    }

    private async Task WriteAsync(ControlDb within, string mailId, string recipient, MailText text, CancellationToken cancel)
    {
        var row = await within.Mails.SingleAsync(found => found.Id == mailId, cancel);
        row.Recipient = recipient;
        row.SealedText = outbox.Seal(row, text);
    }
}
