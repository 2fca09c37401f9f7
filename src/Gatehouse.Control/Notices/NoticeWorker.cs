using Gatehouse.Api.Notices;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Approvals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Notices;

/// <summary>Tells people of calls that wait: looks once a second at what the desk has stored, and sends what is due.</summary>
/// <remarks>
/// Nothing of the gateway knows of it. Channels are told beside one another: a slow receiver delays its own notices alone. What is
/// not sent when the process ends is sent by the next one.
/// </remarks>
internal sealed class NoticeWorker : IAsyncDisposable
{
    private const int MostAtOnce = 50;
    private const int MostChannels = 200;

    /// <summary>So many receivers are told at once, and so many of one organisation's.</summary>
    private const int MostTold = 8;
    private const int MostToldOfOne = 2;

    private readonly IServiceScopeFactory _scopes;
    private readonly NoticeSender _sender;
    private readonly TimeProvider _time;
    private readonly RepeatedLook _look;
    private readonly Lanes _posts;
    private readonly Lanes _mails;

    public NoticeWorker(IServiceScopeFactory scopes, NoticeSender sender, TimeProvider time, ILogger<NoticeWorker> log)
    {
        (_scopes, _sender, _time) = (scopes, sender, time);
        _look = new RepeatedLook(LookAsync, "notices", time, log);
        _posts = new Lanes("notices", MostTold, MostToldOfOne, time, log);

        // Mails are only put down here. One after the other: a person with two channels is written to once.
        _mails = new Lanes("notices by e-mail", 1, 1, time, log);
    }

    /// <summary>Begins to look.</summary>
    public void Start() => _look.Start();

    /// <summary>Looks now, unless somebody does already.</summary>
    public Task LookAsync() => _look.LookAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _look.DisposeAsync();
        await _mails.DisposeAsync();
        await _posts.DisposeAsync();
    }

    private async Task LookAsync(CancellationToken stop)
    {
        List<Turn> mails, posts;
        await using (var scope = _scopes.CreateAsyncScope())
        {
            var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
            await QueueAsync(db, stop);
            (mails, posts) = (await DueAsync(db, isEmail: true, stop), await DueAsync(db, isEmail: false, stop));
        }

        // ORDER: a mail waits for no receiver.
        await _mails.RunAsync(mails, stop);
        await _posts.RunAsync(posts, stop);
    }

    // One notice for each request that waits and each channel of its organisation; the index keeps a second one out.
    private async Task QueueAsync(ControlDb db, CancellationToken stop)
    {
        var missing = await (
            from call in db.ParkedCalls.AsNoTracking()
            where call.State == ApprovalState.Open
            join grant in db.Grants.AsNoTracking() on call.GrantId equals grant.Id
            join channel in db.NoticeChannels.AsNoTracking() on grant.OrganisationId equals channel.OrganisationId
            where !db.Notices.Any(notice => notice.ChannelId == channel.Id && notice.ApprovalId == call.Id)

            // Where there are more than fit, who waits longest is told of first.
            orderby call.Created, call.Id, channel.Id
            select new { Call = call.Id, Channel = channel.Id, channel.OrganisationId }).Take(MostAtOnce).ToListAsync(stop);
        var now = _time.GetUtcNow();
        foreach (var one in missing)
        {
            db.Notices.Add(new Notice
            {
                Id = Ids.New("ntc"), OrganisationId = one.OrganisationId, ChannelId = one.Channel, ApprovalId = one.Call, Next = now, Created = now,
            });
        }

        if (missing.Count > 0)
        {
            await db.SaveChangesAsync(stop);
        }
    }

    // Channels with something to tell, the one that waits longest first. The look ends its context before anybody is told.
    private async Task<List<Turn>> DueAsync(ControlDb db, bool isEmail, CancellationToken stop)
    {
        var now = _time.GetUtcNow();
        var due = await (
            from notice in db.Notices.AsNoTracking()
            where notice.State == NoticeState.Waiting && notice.Next <= now
            join channel in db.NoticeChannels.AsNoTracking() on notice.ChannelId equals channel.Id
            where (channel.Kind == NoticeKind.Email) == isEmail
            group notice by new { notice.ChannelId, notice.OrganisationId } into one
            orderby one.Min(row => row.Next)
            select one.Key).Take(MostChannels).ToListAsync(stop);
        return [.. due.Select(one => new Turn(one.ChannelId, one.OrganisationId, end => TellAsync(one.ChannelId, end)))];
    }

    // One channel's turn, on a connection of its own, in the order in which its notices are due.
    private async Task TellAsync(string channelId, CancellationToken stop)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
        var mails = scope.ServiceProvider.GetRequiredService<ApprovalMails>();
        if (await db.NoticeChannels.AsNoTracking().SingleOrDefaultAsync(row => row.Id == channelId, stop) is not { } channel)
        {
            return; // Removed meanwhile.
        }

        var begun = _time.GetUtcNow();
        var due = await db.Notices.Where(row => row.ChannelId == channelId && row.State == NoticeState.Waiting && row.Next <= begun)
            .OrderBy(row => row.Next).ThenBy(row => row.Created).ThenBy(row => row.Id).Take(MostAtOnce).ToListAsync(stop);
        foreach (var notice in due)
        {
            // Others wait for the room that a slow one has: the rest is for its next turn.
            if (_time.GetUtcNow() - begun >= Posting.Patience)
            {
                break;
            }

            var call = await db.ParkedCalls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == notice.ApprovalId, stop);

            // What is no longer open needs nobody's eyes.
            var told = call is not { State: ApprovalState.Open } ? default
                : channel.Kind == NoticeKind.Email ? new Posted(await mails.PutAsync(db, call, begun, stop))
                : await _sender.SendAsync(channel, notice, ApprovalViews.Summary(call), stop);
            var now = _time.GetUtcNow();
            Delivery.Note(notice, told.Problem, now);

            // Each by itself: what was sent stays noted, whatever becomes of the next one.
            await db.SaveChangesAsync(stop);
            if (told.IsLate)
            {
                await PutOffAsync(db, notice, now, stop);
                break;
            }
        }
    }

    // Who did not answer to one is not asked for the others before that one is tried again; they were not tried, and lose no try.
    private static Task PutOffAsync(ControlDb db, Notice tried, DateTimeOffset now, CancellationToken stop)
    {
        var next = tried.State == NoticeState.Waiting ? tried.Next : now + Delivery.FirstPause;
        return db.Notices.Where(row => row.ChannelId == tried.ChannelId && row.State == NoticeState.Waiting && row.Next < next)
            .ExecuteUpdateAsync(row => row.SetProperty(found => found.Next, next), stop);
    }
}
