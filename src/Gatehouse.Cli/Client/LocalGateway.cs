using System.IO.Pipelines;
using Gatehouse.Cli.Hosting;
using Gatehouse.Gateway;
using Gatehouse.Gateway.Hosting;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Ledger;
using Gatehouse.Policy;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Cli.Client;

/// <summary>A whole gateway for one server, with its one client in this process.</summary>
/// <remarks>What is seen through it is what an agent would see: read strictly, with the same transports.</remarks>
internal sealed class LocalGateway : IAsyncDisposable
{
    private readonly ILoggerFactory _logs;
    private readonly OpenLedger _ledger;
    private readonly FileSnapshotSource _snapshots;
    private readonly DataPlane _plane;
    private readonly Pipe _up = new();
    private readonly Pipe _down = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _serving;

    private LocalGateway(WrappedServer server, ConfigLoad load, OpenLedger ledger)
    {
        _logs = Logging.Create(LogLevel.Error);
        _ledger = ledger;
        _snapshots = new FileSnapshotSource(server.Load, load, TimeProvider.System, _logs.CreateLogger("gatehouse.policy"));
        _plane = new DataPlane(ledger.Ports(_snapshots, _logs));
        Client = new AgentClient(_up.Writer, _down.Reader);
        _serving = ServeAsync();
    }

    /// <summary>The client behind the policy.</summary>
    public AgentClient Client { get; }

    /// <summary>Opens it.</summary>
    /// <param name="server">The server and its policy, found valid.</param>
    /// <param name="load">What loading it gave.</param>
    /// <param name="folder">Its data folder.</param>
    public static async Task<(LocalGateway? Gateway, Fault? Fault)> OpenAsync(WrappedServer server, ConfigLoad load, string folder)
    {
        var (ledger, fault) = await Ledgers.OpenSharedAsync(folder, server.Name);
        return ledger is null ? (null, fault) : (new LocalGateway(server, load, ledger), null);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _up.Writer.CompleteAsync();
        await _down.Reader.CompleteAsync();
        await _stop.CancelAsync();
        await _serving;
        await _plane.DisposeAsync();
        await _snapshots.DisposeAsync();
        await _ledger.DisposeAsync();
        _stop.Dispose();
        _logs.Dispose();
    }

    private async Task ServeAsync()
    {
        await using var input = _up.Reader.AsStream();
        await using var output = _down.Writer.AsStream();
        await _plane.ServeAsync(WrappedServer.GrantId, input, output, _stop.Token);
    }
}
