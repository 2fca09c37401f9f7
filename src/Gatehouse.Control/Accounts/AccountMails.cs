using Gatehouse.Api.Mails;
using Gatehouse.Api.People;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Routes;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Accounts;

/// <summary>Writes to the admins, and to the person whose account it is, that an account at a server has to be connected again.</summary>
internal sealed class AccountMails(Outbox outbox, PeopleAddress address)
{
    /// <summary>Most people who are written to about one account.</summary>
    private const int MostReceivers = 100;

    private static readonly TimeSpan _life = TimeSpan.FromDays(7);

    /// <summary>Puts a mail for each, once for each failure, where this server sends e-mail; saving is the change's.</summary>
    /// <param name="change">The change that says that the account failed.</param>
    /// <param name="account">The account.</param>
    /// <param name="server">Its server.</param>
    /// <param name="why">Our own words: nothing that a server said.</param>
    public async Task PutAsync(Change change, UpstreamAccount account, RegisteredServer server, string why)
    {
        if (!outbox.IsOpen)
        {
            return;
        }

        // Its version rises with each token, and so with each time that it was connected again.
        var failure = $"{account.Id}.{account.Version}";
        var people = await (
            from member in change.Db.Members.AsNoTracking()
            where member.OrganisationId == server.OrganisationId && (member.Role == Role.Admin || member.PersonId == account.PersonId)
            join person in change.Db.Users.AsNoTracking() on member.PersonId equals person.Id
            where !change.Db.Mails.Any(mail => mail.SubjectId == failure && mail.PersonId == person.Id)
            orderby member.PersonId == account.PersonId descending, member.Created, member.PersonId
            select new { person.Id, person.Email }).Take(MostReceivers).ToListAsync(change.Cancel);
        var owner = people.Find(person => person.Id == account.PersonId)?.Email;
        var page = $"{address.Public}/servers/{server.Id}";
        foreach (var person in people)
        {
            outbox.Put(
                change.Db, change.Now, MailKind.AccountFailed, person.Email!,
                MailText.AccountFailed(server.Name, account.PersonId.Length > 0 ? owner ?? "somebody who left" : null, why, page),
                change.Now + _life, server.OrganisationId, person.Id, failure);
        }
    }
}
