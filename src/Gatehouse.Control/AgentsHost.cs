using Gatehouse.Control.Accounts;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Credentials;
using Gatehouse.Control.Exports.Otlp;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Mails;
using Gatehouse.Control.Mcp;
using Gatehouse.Control.Notices;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway;
using Gatehouse.Gateway.Hosting;
using Gatehouse.Ledger;
using Gatehouse.Policy;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Control;

/// <summary>The agents' listener over what the database says is in force. People never come here.</summary>
internal sealed class AgentsHost : IAsyncDisposable
{
    private readonly DataPlane _plane;
    private readonly HttpHost _host;
    private readonly HeartbeatWatch _heartbeats;
    private readonly SnapshotPublisher _snapshots;

    private AgentsHost(DataPlane plane, HttpHost host, HeartbeatWatch heartbeats, SnapshotPublisher snapshots) =>
        (_plane, _host, _heartbeats, _snapshots) = (plane, host, heartbeats, snapshots);

    /// <summary>Where it listens, as addresses with their real ports.</summary>
    public IReadOnlyCollection<string> Addresses => _host.Addresses;

    /// <summary>Whether calls can be made.</summary>
    public bool IsReady => _plane.IsReady;

    /// <summary>Starts to listen, once what is in force is read.</summary>
    /// <param name="listener">Where agents connect.</param>
    /// <param name="ledger">The ledger of the data folder; it stays the caller's.</param>
    /// <param name="parts">The parts of the people's host.</param>
    /// <param name="logs">Where calls log.</param>
    /// <param name="cancel">Gives up.</param>
    /// <remarks>Faults: <c>store-unavailable</c>, <c>address-unusable</c>.</remarks>
    public static async Task<(AgentsHost? Host, Fault? Fault)> StartAsync(
        AgentListener listener, OpenLedger ledger, IServiceProvider parts, ILoggerFactory logs, CancellationToken cancel)
    {
        // 1. Secrets under the newest key, so that an older one may go.
        await using (var scope = parts.CreateAsyncScope())
        {
            await CredentialRenewal.RunAsync(
                scope.ServiceProvider.GetRequiredService<ControlDb>(), parts.GetRequiredService<CredentialVault>(),
                parts.GetRequiredService<AccountVault>(), cancel);
        }

        // 2. What is in force.
        var snapshots = parts.GetRequiredService<SnapshotPublisher>();
        if (await snapshots.StartAsync(cancel) is { } unreadable)
        {
            return (null, unreadable);
        }

        var heartbeats = parts.GetRequiredService<HeartbeatWatch>();
        heartbeats.Start();
        parts.GetRequiredService<NoticeWorker>().Start();
        parts.GetRequiredService<MailWorker>().Start();
        parts.GetRequiredService<RecordForward>().Start();
        parts.GetRequiredService<AccountRenewal>().Start();
        parts.GetRequiredService<ConnectionKeeper>().Start();

        // 3. The listener.
        var plane = new DataPlane(ledger.Ports(snapshots, logs) with
        {
            OperatorNetworks = parts.GetRequiredService<PlaneSettings>().OperatorNetworks,
            Time = parts.GetRequiredService<TimeProvider>(),
            Approvals = parts.GetRequiredService<PeopleDesk>(),
            BuiltIn = parts.GetRequiredService<OwnServer>(),
        });
        var (host, fault) = await HttpHost.StartAsync(listener, plane, logs, cancel);
        if (host is null)
        {
            await plane.DisposeAsync();
            return (null, fault);
        }

        return (new AgentsHost(plane, host, heartbeats, snapshots), null);
    }

    /// <summary>Ends what only listens, and lets accepted calls finish for as long as the listener says.</summary>
    public Task StopAsync() => _host.StopAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        await _plane.DisposeAsync();
        await _heartbeats.DisposeAsync();
        await _snapshots.DisposeAsync();
    }
}
