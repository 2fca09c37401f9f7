using Gatehouse.Api;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.People;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Approvals;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control.Grants;

/// <summary>Writes down that a heartbeat stayed away, so that the grant stays frozen until a person lifts it.</summary>
/// <remarks>Its calls are denied from the very moment on by the snapshot itself; nothing hangs on how soon this runs.</remarks>
internal sealed partial class HeartbeatWatch(
    SnapshotPublisher snapshots, IServiceScopeFactory scopes, TimeProvider time, ILogger<HeartbeatWatch> log) : IAsyncDisposable
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);
    private readonly SemaphoreSlim _one = new(1);
    private ITimer? _timer;
    private bool _isEnded;

    /// <summary>Begins to look once a second.</summary>
    public void Start() => _timer = time.CreateTimer(_ => _ = LookAsync(), null, _interval, _interval);

    /// <summary>Looks now.</summary>
    public async Task LookAsync()
    {
        var now = time.GetUtcNow();
        var late = snapshots.Current.Grants.Where(grant => grant.Frozen is null && grant.HeartbeatDue <= now).Select(static grant => grant.Id).ToList();
        if (late.Count == 0 || !await _one.WaitAsync(0))
        {
            return;
        }

        try
        {
            foreach (var id in late)
            {
                await FreezeAsync(id);
            }
        }
#pragma warning disable CA1031 // It is looked at again in a second, and until then the calls are denied all the same.
        catch (Exception failure)
#pragma warning restore CA1031
        {
            LogFailure(log, failure.GetType().Name);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // Both the host of the agents and the container of the parts end it.
        if (Interlocked.Exchange(ref _isEnded, true))
        {
            return;
        }

        if (_timer is not null)
        {
            await _timer.DisposeAsync();
        }

        // Who looks now is seen through.
        await _one.WaitAsync();
        _one.Dispose();
    }

    private async Task FreezeAsync(string id)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
        var organisation = await db.Grants.AsNoTracking().Where(row => row.Id == id).Select(row => row.OrganisationId).SingleOrDefaultAsync();
        if (organisation is null)
        {
            return;
        }

        await scope.ServiceProvider.GetRequiredService<ControlStore>().ChangeUncheckedAsync<Done>(
            Principal.OfServer(organisation),
            async change =>
            {
                var row = await change.Db.Grants.SingleAsync(row => row.Id == id, change.Cancel);

                // A beat may have come in the last moment.
                if (row.Frozen is not null || row.Revoked is not null || Heartbeat.DueOf(row) is not { } due || due > change.Now)
                {
                    return Faults.ControlFaults.Absent("late heartbeat", id);
                }

                var before = await GrantViews.OfAsync(change.Db, row, change.Cancel);
                row.Frozen = new FreezeMark { At = change.Now, By = change.Who.Label, Why = "its heartbeat stayed away" };
                row.Version++;
                ApprovalVoids.OfGrant(change.Transaction, id);
                change.Note("grant.frozen", GrantViews.Kind, id, before, await GrantViews.OfAsync(change.Db, row, change.Cancel));
                return Done.It;
            },
            CancellationToken.None);
    }

    // SECURITY: messages of databases quote values; the kind is enough.
    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "that a heartbeat stayed away could not be written down: {Kind}")]
    private static partial void LogFailure(ILogger log, string kind);
}
