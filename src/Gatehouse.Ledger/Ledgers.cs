using Gatehouse.Gateway.Sealing;
using Gatehouse.Gateway.Tools;
using Gatehouse.Ledger.Journal;
using Gatehouse.Policy;

namespace Gatehouse.Ledger;

/// <summary>Opens data folders for processes that serve calls.</summary>
public static class Ledgers
{
    /// <summary>For one process that owns the folder and keeps accepted definitions in a lock file.</summary>
    /// <remarks>Faults: those of <see cref="DataFolder"/>, <see cref="KeyFolder"/>, <see cref="LockFile"/> and
    /// <see cref="GatehouseLedger.OpenAsync"/>.</remarks>
    public static ValueTask<(OpenLedger? Ledger, Fault? Fault)> OpenAsync(string path, string lockFile, bool survivesPowerLoss) =>
        OpenAsync(path, lockFile, FolderUse.Alone, "serve", survivesPowerLoss ? Durability.Power : Durability.Process);

    /// <summary>For one process that owns the folder and keeps everything in its database, accepted definitions included.</summary>
    /// <param name="path">The data folder.</param>
    /// <param name="survivesPowerLoss">Whether each commit and each intent reaches the disk itself.</param>
    /// <param name="database">Where state and index are; null for files in the folder. It is the caller's to dispose, after the ledger.</param>
    /// <remarks>Faults: as of <see cref="OpenAsync(string, string, bool)"/>.</remarks>
    public static ValueTask<(OpenLedger? Ledger, Fault? Fault)> OpenServerAsync(
        string path, bool survivesPowerLoss, LedgerDatabase? database = null) =>
        OpenAsync(path, lockFile: null, FolderUse.Alone, "server", survivesPowerLoss ? Durability.Power : Durability.Process, database);

    /// <summary>For one of several wrappers.</summary>
    /// <remarks>Faults: as of <see cref="OpenAsync(string, string, bool)"/>.</remarks>
    public static ValueTask<(OpenLedger? Ledger, Fault? Fault)> OpenSharedAsync(string path, string name) =>
        OpenAsync(path, Path.Combine(path, "gatehouse.lock"), FolderUse.Shared, "run-" + name, Durability.Process);

    private static async ValueTask<(OpenLedger? Ledger, Fault? Fault)> OpenAsync(
        string path, string? lockFile, FolderUse use, string writer, Durability durability, LedgerDatabase? database = null)
    {
        var (folder, fault) = DataFolder.Open(path, use);
        if (folder is null)
        {
            return (null, fault);
        }

        var (turn, turnFault) = await folder.TakeTurnAsync(TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        if (turn is null)
        {
            folder.Dispose();
            return (null, turnFault);
        }

        using var _ = turn;

        // What blocks does not do it on the caller's thread, which may be a socket's.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var (hasState, taken) = database?.Take() ?? default;
        taken ??= database is null ? null : folder.StateMayBeElsewhere(hasState);
        if (taken is not null)
        {
            folder.Dispose();
            return (null, taken);
        }

        // SECURITY: a first key is made only where there is nothing yet that another key might have sealed.
        var isNew = !hasState && !File.Exists(folder.State) && !Directory.Exists(folder.Journal);
        var (keys, keyFault) = KeyFolder.Open(folder.Keys, isNew);
        var (file, lockFault) = lockFile is null ? default : LockFile.Open(lockFile, TimeProvider.System);
        if (keys is null || lockFault is not null)
        {
            folder.Dispose();
            return (null, keyFault ?? lockFault);
        }

        var (ledger, ledgerFault) = await GatehouseLedger.OpenAsync(
            new LedgerOptions { Folder = folder, Use = use, Writer = writer, Keys = keys, Durability = durability, Database = database },
            CancellationToken.None).ConfigureAwait(false);
        if (ledger is null)
        {
            folder.Dispose();
            return (null, ledgerFault);
        }

        var (pins, pinsFault) = file is null ? await ledger.OpenPinsAsync(CancellationToken.None).ConfigureAwait(false) : default;
        if (pinsFault is not null)
        {
            await ledger.DisposeAsync().ConfigureAwait(false);
            folder.Dispose();
            return (null, pinsFault);
        }

        return (new OpenLedger(folder, ledger, keys, (IDefinitionLock?)file ?? pins!), null);
    }
}
