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
internal sealed partial class NoticeWorker(IServiceScopeFactory scopes, NoticeSender sender, TimeProvider time, ILogger<NoticeWorker> log)
    : IAsyncDisposable
{
    /// <summary>So often a notice is tried before it is given up: over about an hour.</summary>
    public const int MostAttempts = 8;

    private const int MostAtOnce = 50;

    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _firstPause = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim _one = new(1);
    private readonly CancellationTokenSource _stop = new();
    private ITimer? _timer;
    private bool _isEnded;

    /// <summary>Begins to look.</summary>
    public void Start() => _timer = time.CreateTimer(_ => _ = LookAsync(), null, _interval, _interval);

    /// <summary>Looks now, unless somebody does already.</summary>
    public async Task LookAsync()
    {
        if (!await _one.WaitAsync(0))
        {
            return;
        }

        try
        {
            await using var scope = scopes.CreateAsyncScope();
            var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
            await QueueAsync(db);
            await SendAsync(db);
        }
#pragma warning disable CA1031 // It is looked at again in a second; no call waits for a notice.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            if (!_stop.IsCancellationRequested)
            {
                LogFailure(log, failure.GetType().Name);
            }
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isEnded, true))
        {
            return;
        }

        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        await _stop.CancelAsync();
        await _one.WaitAsync();
        _one.Dispose();
        _stop.Dispose();
    }

    // One notice for each request that waits and each channel of its organisation; the index keeps a second one out.
    private async Task QueueAsync(ControlDb db)
    {
        var missing = await (
            from call in db.ParkedCalls.AsNoTracking()
            where call.State == ApprovalState.Open
            join grant in db.Grants.AsNoTracking() on call.GrantId equals grant.Id
            join channel in db.NoticeChannels.AsNoTracking() on grant.OrganisationId equals channel.OrganisationId
            where !db.Notices.Any(notice => notice.ChannelId == channel.Id && notice.ApprovalId == call.Id)
            select new { Call = call.Id, Channel = channel.Id, channel.OrganisationId }).Take(MostAtOnce).ToListAsync(_stop.Token);
        var now = time.GetUtcNow();
        foreach (var one in missing)
        {
            db.Notices.Add(new Notice
            {
                Id = Ids.New("ntc"), OrganisationId = one.OrganisationId, ChannelId = one.Channel, ApprovalId = one.Call, Next = now, Created = now,
            });
        }

        if (missing.Count > 0)
        {
            await db.SaveChangesAsync(_stop.Token);
        }
    }

    private async Task SendAsync(ControlDb db)
    {
        var now = time.GetUtcNow();
        var due = await db.Notices.Where(row => row.State == NoticeState.Waiting && row.Next <= now)
            .OrderBy(row => row.Next).Take(MostAtOnce).ToListAsync(_stop.Token);
        foreach (var notice in due)
        {
            var channel = await db.NoticeChannels.AsNoTracking().SingleAsync(row => row.Id == notice.ChannelId, _stop.Token);
            var call = await db.ParkedCalls.AsNoTracking().SingleOrDefaultAsync(row => row.Id == notice.ApprovalId, _stop.Token);

            // What is no longer open needs nobody's eyes.
            var problem = call is { State: ApprovalState.Open }
                ? await sender.SendAsync(channel, notice, ApprovalViews.Summary(call), _stop.Token)
                : null;
            Note(notice, problem, now);

            // Each by itself: what was sent stays noted, whatever becomes of the next one.
            await db.SaveChangesAsync(_stop.Token);
        }
    }

    private static void Note(Notice notice, string? problem, DateTimeOffset now)
    {
        notice.Attempts++;
        notice.Problem = problem;
        notice.State = problem is null ? NoticeState.Sent : notice.Attempts >= MostAttempts ? NoticeState.Dead : NoticeState.Waiting;
        notice.Next = now + (_firstPause * Math.Pow(2, notice.Attempts - 1));
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "notices could not be looked at ({Problem}); they are in a second")]
    private static partial void LogFailure(ILogger log, string problem);
}
