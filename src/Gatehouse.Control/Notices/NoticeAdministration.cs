using System.Buffers.Text;
using System.Security.Cryptography;
using Gatehouse.Api;
using Gatehouse.Api.Notices;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Control.Notices;

/// <summary>Channels of an organisation, and what became of the notices on them.</summary>
internal sealed class NoticeAdministration(
    ControlDb db, ControlStore store, Pages pages, NoticeSeal seal, ServerAddress address, Outbox outbox)
{
    /// <summary>Most channels of one organisation.</summary>
    public const int MostChannels = 20;

    private const string ChannelKind = "notice_channel";

    /// <summary>Channels, oldest first.</summary>
    public async ValueTask<Outcome<Page<NoticeChannelView>>> ListChannelsAsync(Principal who, PageQuery query, CancellationToken cancel) =>
        who.Lacks(Right.ChangeOrganisation) is { } lacking
            ? lacking
            : await pages.ReadAsync(who, "notice_channels", Channels(db, who).AsNoTracking(), query, View, cancel);

    /// <summary>Makes a channel. The secret of a webhook is in the answer, and nowhere else.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>url-invalid</c>, <c>address-refused</c>, <c>mail-off</c>.</remarks>
    public async ValueTask<Outcome<CreatedNoticeChannel>> CreateAsync(
        Principal who, NewNoticeChannel channel, Repeat? repeat, CancellationToken cancel)
    {
        // Names are looked up before the transaction: other writers do not wait for them.
        if (who.Lacks(Right.ChangeOrganisation) is { } lacking)
        {
            return lacking;
        }

        if ((Text.Invalid("label", channel.Label, OrganisationAdministration.Longest) ?? await InvalidAsync(channel, cancel)) is { } invalid)
        {
            return invalid;
        }

        return await store.ChangeAsync<CreatedNoticeChannel>(who, Right.ChangeOrganisation, async change =>
        {
            if (await Channels(change.Db, change.Who).CountAsync(change.Cancel) >= MostChannels)
            {
                return ControlFaults.Invalid("kind", $"would be more than {MostChannels} channels");
            }

            var (id, organisation) = (Ids.New("chn"), change.Who.OrganisationId);
            var secret = channel.Kind == NoticeKind.Webhook ? Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32)) : null;
            var row = new NoticeChannel
            {
                Id = id,
                OrganisationId = organisation,
                Kind = channel.Kind,
                Label = channel.Label,
                Host = channel.Url is null ? "" : new Uri(channel.Url).IdnHost,
                SealedUrl = channel.Url is null ? "" : seal.SealUrl(organisation, id, channel.Url),
                SealedSecret = secret is null ? null : seal.SealSecret(organisation, id, secret),
                Created = change.Now,
            };
            change.Db.NoticeChannels.Add(row);
            change.IsUnseenByCalls = true;
            change.Note("notice_channel.created", ChannelKind, id, null, View(row));
            return new CreatedNoticeChannel(View(row), secret);
        }, cancel, repeat);
    }

    /// <summary>Removes a channel, with its notices.</summary>
    public ValueTask<Outcome<Done>> RemoveAsync(Principal who, string id, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.ChangeOrganisation, async change =>
        {
            if (await Channels(change.Db, change.Who).SingleOrDefaultAsync(row => row.Id == id, change.Cancel) is not { } row)
            {
                return ControlFaults.Absent("channel", id);
            }

            await change.Db.Notices.Where(notice => notice.ChannelId == id).ExecuteDeleteAsync(change.Cancel);
            change.Db.NoticeChannels.Remove(row);
            change.IsUnseenByCalls = true;
            change.Note("notice_channel.removed", ChannelKind, id, View(row), null);
            return Done.It;
        }, cancel);

    /// <summary>Notices, oldest first; those that were given up are the dead letters.</summary>
    /// <remarks>Faults: <c>query-invalid</c>, <c>cursor-invalid</c>.</remarks>
    public async ValueTask<Outcome<Page<NoticeView>>> ListAsync(Principal who, StringValues state, PageQuery query, CancellationToken cancel)
    {
        if (who.Lacks(Right.ChangeOrganisation) is { } lacking)
        {
            return lacking;
        }

        var rows = db.Notices.AsNoTracking().Where(row => row.OrganisationId == who.OrganisationId);
        if (state.Count > 0)
        {
            if (state.Count > 1 || Words<NoticeState>.Find(state[0]) is not { } wanted)
            {
                return new Fault(ControlFaults.QueryInvalid, $"`state` is none of {string.Join(", ", Words<NoticeState>.All)}");
            }

            rows = rows.Where(row => row.State == wanted);
        }

        return await pages.ReadAsync(who, $"notices {state}", rows, query, View, cancel);
    }

    /// <summary>Sends a notice that was given up once more, from the beginning of its tries.</summary>
    public ValueTask<Outcome<NoticeView>> RedeliverAsync(Principal who, string id, CancellationToken cancel) =>
        store.ChangeAsync<NoticeView>(who, Right.ChangeOrganisation, async change =>
        {
            var row = await change.Db.Notices.SingleOrDefaultAsync(
                notice => notice.Id == id && notice.OrganisationId == change.Who.OrganisationId, change.Cancel);
            if (row is null)
            {
                return ControlFaults.Absent("notice", id);
            }

            var before = View(row);
            Delivery.Renew(row, change.Now);
            change.IsUnseenByCalls = true;
            change.Note("notice.redelivered", "notice", id, before, View(row));
            return View(row);
        }, cancel);

    // An address for what is sent to one, and none for e-mail, whose receivers are who may answer.
    private async ValueTask<Fault?> InvalidAsync(NewNoticeChannel channel, CancellationToken cancel) => (channel.Kind, channel.Url) switch
    {
        (NoticeKind.Email, null) => outbox.IsOpen ? null : MailFaults.NotSetUp,
        (NoticeKind.Email, _) => ControlFaults.Invalid("url", "is not for e-mail, which goes to who may answer"),
        (_, { } url) => await address.RefuseAsync(url, cancel),
        _ => ControlFaults.Invalid("url", "is missing"),
    };

    private static IQueryable<NoticeChannel> Channels(ControlDb db, Principal who) =>
        db.NoticeChannels.Where(row => row.OrganisationId == who.OrganisationId);

    private static NoticeChannelView View(NoticeChannel row) => new(row.Id, row.Kind, row.Label, row.Host, row.Created);

    private static NoticeView View(Notice row) => new(
        row.Id, row.ChannelId, row.ApprovalId, row.State, row.Attempts, row.Created,
        row.Problem, row.State == NoticeState.Waiting ? row.Next : null);
}
