using Gatehouse.Gateway;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tools;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Ledger;

/// <summary>Everything of a data folder that a gateway process stands on.</summary>
public sealed class OpenLedger : IAsyncDisposable
{
    internal OpenLedger(DataFolder folder, GatehouseLedger ledger, KeyRing keys, IDefinitionLock definitions) =>
        (Folder, Ledger, Keys, Definitions) = (folder, ledger, keys, definitions);

    /// <summary>The folder, held until this is disposed.</summary>
    public DataFolder Folder { get; }

    /// <summary>Journal, counters, approvals, index.</summary>
    public GatehouseLedger Ledger { get; }

    /// <summary>The installation's keys.</summary>
    public KeyRing Keys { get; }

    /// <summary>Which tool definitions are accepted.</summary>
    public IDefinitionLock Definitions { get; }

    /// <summary>The ports of a data plane.</summary>
    public DataPlanePorts Ports(ISnapshotSource snapshots, ILoggerFactory logs) => new()
    {
        Snapshots = snapshots,
        Recorder = Ledger.Intents ?? throw new InvalidOperationException("the ledger was opened to look only"),
        Counters = Ledger.Counters,
        Approvals = Ledger.Approvals,
        Tasks = Ledger.Tasks,
        Definitions = Definitions,
        Keys = Keys,
        Logs = logs,
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Ledger.DisposeAsync().ConfigureAwait(false);
        Folder.Dispose();
    }
}
