using Gatehouse.Api;
using Gatehouse.Api.Mails;
using Gatehouse.Api.Notices;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Notices;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Control.Mails;

/// <summary>What became of an organisation's e-mail. What strangers asked for is nobody's to see.</summary>
internal sealed class MailAdministration(ControlDb db, ControlStore store, Pages pages)
{
    private const string Kind = "mail";

    /// <summary>Mails of the last 30 days, oldest first; those that were given up are the dead letters.</summary>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>.</remarks>
    public async ValueTask<Outcome<Page<MailView>>> ListAsync(Principal who, StringValues state, PageQuery query, CancellationToken cancel)
    {
        if (who.Lacks(Right.ChangeOrganisation) is { } lacking)
        {
            return lacking;
        }

        var rows = db.Mails.AsNoTracking().Where(row => row.OrganisationId == who.OrganisationId);
        if (state.Count > 0)
        {
            if (state.Count > 1 || Words<NoticeState>.Find(state[0]) is not { } wanted)
            {
                return new Fault(ControlFaults.QueryInvalid, $"`state` is none of {string.Join(", ", Words<NoticeState>.All)}");
            }

            rows = rows.Where(row => row.State == wanted);
        }

        return await pages.ReadAsync(who, $"mails {state}", rows, query, View, cancel);
    }

    /// <summary>Sends one that was given up once more, from the beginning of its tries.</summary>
    /// <remarks>Faults: <c>not-found</c>, <c>link-invalid</c> where what it says has gone.</remarks>
    public ValueTask<Outcome<MailView>> RedeliverAsync(Principal who, string id, CancellationToken cancel) =>
        store.ChangeAsync<MailView>(who, Right.ChangeOrganisation, async change =>
        {
            var row = await change.Db.Mails.SingleOrDefaultAsync(
                mail => mail.Id == id && mail.OrganisationId == change.Who.OrganisationId, change.Cancel);
            if (row is null)
            {
                return ControlFaults.Absent(Kind, id);
            }

            if (row.SealedText is null || row.Expires <= change.Now)
            {
                return new Fault(PeopleFaults.LinkInvalid, "the mail was sent, or what it says holds no more", "make another");
            }

            var before = View(row);
            Delivery.Renew(row, change.Now);
            change.IsUnseenByCalls = true;
            change.Note("mail.redelivered", Kind, id, before, View(row));
            return View(row);
        }, cancel);

    private static MailView View(Mail row) => new(
        row.Id, row.Kind, row.Recipient, row.State, row.Attempts, row.Created,
        row.Problem, row.State == NoticeState.Waiting ? row.Next : null);
}
