using Gatehouse.Gateway;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Tools;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Journal;
using Gatehouse.Policy;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Cli.Hosting;

/// <summary>Everything of a data folder that a gateway process stands on.</summary>
internal sealed class OpenLedger(DataFolder folder, GatehouseLedger ledger, KeyRing keys, LockFile definitions) : IAsyncDisposable
{
    /// <summary>The ports of a data plane.</summary>
    public DataPlanePorts Ports(ISnapshotSource snapshots, ILoggerFactory logs) => new()
    {
        Snapshots = snapshots,
        Recorder = ledger.Recorder ?? throw new InvalidOperationException("the ledger was opened to look only"),
        Counters = ledger.Counters,
        Approvals = ledger.Approvals,
        Definitions = definitions,
        Keys = keys,
        Logs = logs,
    };

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ledger.DisposeAsync();
        folder.Dispose();
    }
}

/// <summary>Opens data folders for <c>serve</c> and <c>run</c>.</summary>
internal static class Ledgers
{
    /// <summary>For one server process that owns the folder.</summary>
    public static ValueTask<(OpenLedger? Ledger, Fault? Fault)> OpenAsync(string path, string lockFile, bool survivesPowerLoss) =>
        OpenAsync(path, lockFile, FolderUse.Alone, "serve", survivesPowerLoss ? Durability.Power : Durability.Process);

    /// <summary>For one of several wrappers.</summary>
    public static ValueTask<(OpenLedger? Ledger, Fault? Fault)> OpenSharedAsync(string path, string name) =>
        OpenAsync(path, Path.Combine(path, "gatehouse.lock"), FolderUse.Shared, "run-" + name, Durability.Process);

    private static async ValueTask<(OpenLedger? Ledger, Fault? Fault)> OpenAsync(
        string path, string lockFile, FolderUse use, string writer, Durability durability)
    {
        var (folder, fault) = DataFolder.Open(path, use);
        if (folder is null)
        {
            return (null, fault);
        }

        var (turn, turnFault) = await folder.TakeTurnAsync(TimeProvider.System, CancellationToken.None);
        if (turn is null)
        {
            folder.Dispose();
            return (null, turnFault);
        }

        using var _ = turn;

        // SECURITY: a first key is made only where there is nothing yet that another key might have sealed.
        var isNew = !File.Exists(folder.State) && !Directory.Exists(folder.Journal);
        var (keys, keyFault) = KeyFolder.Open(folder.Keys, isNew);
        var (definitions, lockFault) = LockFile.Open(lockFile, TimeProvider.System);
        if (keys is null || definitions is null)
        {
            folder.Dispose();
            return (null, keyFault ?? lockFault);
        }

        var (ledger, ledgerFault) = await GatehouseLedger.OpenAsync(
            new LedgerOptions { Folder = folder, Use = use, Writer = writer, Keys = keys, Durability = durability }, CancellationToken.None);
        if (ledger is null)
        {
            folder.Dispose();
            return (null, ledgerFault);
        }

        return (new OpenLedger(folder, ledger, keys, definitions), null);
    }
}
