using Gatehouse.Api.Notices;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Approvals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Notices;

/// <summary>Tells people of calls that wait: looks once a second at what the desk has stored, and sends what is due.</summary>
/// <remarks>Nothing of the gateway knows of it. What is not sent when the process ends is sent by the next one.</remarks>
internal sealed class NoticeWorker : IAsyncDisposable
{
    private const int MostAtOnce = 50;

    private readonly IServiceScopeFactory _scopes;
    private readonly NoticeSender _sender;
    private readonly TimeProvider _time;
    private readonly RepeatedLook _look;

    public NoticeWorker(IServiceScopeFactory scopes, NoticeSender sender, TimeProvider time, ILogger<NoticeWorker> log)
    {
        (_scopes, _sender, _time) = (scopes, sender, time);
        _look = new RepeatedLook(LookAsync, "notices", time, log);
    }

    /// <summary>Begins to look.</summary>
    public void Start() => _look.Start();

    /// <summary>Looks now, unless somebody does already.</summary>
    public Task LookAsync() => _look.LookAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _look.DisposeAsync();

    private async Task LookAsync(CancellationToken stop)
    {
        await using var scope = _scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
        await QueueAsync(db, stop);
        await SendAsync(db, scope.ServiceProvider.GetRequiredService<ApprovalMails>(), stop);
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

    private async Task SendAsync(ControlDb db, ApprovalMails mails, CancellationToken stop)
    {
        var now = _time.GetUtcNow();
        var due = await db.Notices.Where(row => row.State == NoticeState.Waiting && row.Next <= now)
            .OrderBy(row => row.Next).Take(MostAtOnce).ToListAsync(stop);
        foreach (var notice in due)
        {
            var channel = await db.NoticeChannels.AsNoTracking().SingleAsync(row => row.Id == notice.ChannelId, stop);
            var call = await db.ParkedCalls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == notice.ApprovalId, stop);

            // What is no longer open needs nobody's eyes.
            var problem = call is not { State: ApprovalState.Open } ? null
                : channel.Kind == NoticeKind.Email ? await mails.PutAsync(db, call, now, stop)
                : await _sender.SendAsync(channel, notice, ApprovalViews.Summary(call), stop);
            Delivery.Note(notice, problem, now);

            // Each by itself: what was sent stays noted, whatever becomes of the next one.
            await db.SaveChangesAsync(stop);
        }
    }
}
