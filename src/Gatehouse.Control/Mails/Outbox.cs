using System.Text;
using Gatehouse.Api.Mails;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Sealing;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Mails;

/// <summary>Where e-mail is put, in the same transaction as what it is about; <see cref="MailWorker"/> sends it.</summary>
internal sealed class Outbox(ControlSettings settings, Sealer sealer)
{
    private const string Purpose = "mail";

    /// <summary>Most invitations that one organisation sends in a day: a hosted server is no way to write to strangers.</summary>
    private const int MostInvitations = 100;

    /// <summary>Whether this server sends e-mail.</summary>
    public bool IsOpen => settings.Mail is not null;

    /// <summary>Puts one that is ready to go.</summary>
    public void Put(
        ControlDb db, DateTimeOffset now, MailKind kind, string recipient, MailText text, DateTimeOffset expires, string? organisationId,
        string? personId = null, string? subjectId = null)
    {
        var mail = new Mail
        {
            Id = Ids.New("mai"), OrganisationId = organisationId, Kind = kind, Recipient = recipient, PersonId = personId, SubjectId = subjectId,
            Next = now, Created = now, Expires = expires,
        };
        mail.SealedText = Seal(mail, text);
        db.Mails.Add(mail);
    }

    /// <summary>Puts an invitation, where mail goes out and the organisation has its day's share left.</summary>
    public async Task<bool> TryInviteAsync(Change change, string recipient, string invitationId, MailText text, DateTimeOffset expires)
    {
        var (organisation, day) = (change.Who.OrganisationId, change.Now - TimeSpan.FromDays(1));
        if (!IsOpen || await change.Db.Mails.CountAsync(
            row => row.OrganisationId == organisation && row.Kind == MailKind.Invitation && row.Created > day, change.Cancel) >= MostInvitations)
        {
            return false;
        }

        Put(change.Db, change.Now, MailKind.Invitation, recipient, text, expires, organisation, subjectId: invitationId);
        return true;
    }

    /// <summary>Encrypts what a mail says: with its link somebody could do what its receiver can.</summary>
    public string Seal(Mail mail, MailText text) =>
        sealer.Seal(Purpose, mail.Id, mail.Recipient, Encoding.UTF8.GetBytes($"{text.Subject}\n{text.Body}"), mail.Expires);

    /// <summary>What a mail says; null once it is too old, or no key opens it.</summary>
    public MailText? Open(Mail mail)
    {
        if (mail.SealedText is not { } box || sealer.Open(Purpose, mail.Id, mail.Recipient, box) is not { } bytes)
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes);
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return new MailText(text[..end], text[(end + 1)..]);
    }
}
