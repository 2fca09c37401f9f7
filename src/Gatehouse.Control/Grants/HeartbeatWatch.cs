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
internal sealed class HeartbeatWatch : IAsyncDisposable
{
    private readonly SnapshotPublisher _snapshots;
    private readonly Beats _beats;
    private readonly IServiceScopeFactory _scopes;
    private readonly TimeProvider _time;
    private readonly RepeatedLook _look;

    public HeartbeatWatch(
        SnapshotPublisher snapshots, Beats beats, IServiceScopeFactory scopes, TimeProvider time, ILogger<HeartbeatWatch> log)
    {
        (_snapshots, _beats, _scopes, _time) = (snapshots, beats, scopes, time);
        _look = new RepeatedLook(LookAsync, "heartbeats", time, log);
    }

    /// <summary>Begins to look once a second.</summary>
    public void Start() => _look.Start();

    /// <summary>Looks now.</summary>
    public Task LookAsync() => _look.LookAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _look.DisposeAsync();

    private async Task LookAsync(CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        foreach (var grant in _snapshots.Current.Grants.Where(grant => grant.Frozen is null && grant.Heartbeat?.Due <= now))
        {
            cancel.ThrowIfCancellationRequested();
            await FreezeAsync(grant.Id);
        }
    }

    private async Task FreezeAsync(string id)
    {
        await using var scope = _scopes.CreateAsyncScope();
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

                // A beat may have come in the last moment, or past this process.
                if (row.HeartbeatLimit is not null)
                {
                    _beats.Came(id, Heartbeat.LastOf(row));
                }

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
}
