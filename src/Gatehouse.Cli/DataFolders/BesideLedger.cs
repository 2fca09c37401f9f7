using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Ledger.Arguments;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy;

namespace Gatehouse.Cli.DataFolders;

/// <summary>The ledger of a data folder, beside whoever runs on it.</summary>
internal sealed class BesideLedger(DataFolder folder, GatehouseLedger ledger) : IAsyncDisposable
{
    /// <summary>The index of all calls.</summary>
    public RecordIndex Index => ledger.Index;

    /// <summary>Values of arguments, where they are stored.</summary>
    public ArgumentStore Arguments => ledger.Arguments;

    /// <summary>What people do with waiting calls.</summary>
    public ApprovalSettling Settling => ledger.Settling;

    /// <summary>Opens it; a folder that is not there is not made.</summary>
    /// <param name="path">The data folder.</param>
    /// <param name="settles">Whether something is settled, which is recorded first.</param>
    /// <param name="cancel">Ends the wait.</param>
    public static async ValueTask<(BesideLedger? Ledger, Fault? Fault)> OpenAsync(string path, bool settles, CancellationToken cancel)
    {
        var (folder, keys, fault) = OpenFolder(path);
        if (folder is null || keys is null)
        {
            return (null, fault);
        }

        var (ledger, problem) = await GatehouseLedger.OpenAsync(
            new LedgerOptions { Folder = folder, Use = FolderUse.Beside, Writer = "cli", Keys = keys, Writes = settles }, cancel);
        if (ledger is null)
        {
            folder.Dispose();
            return (null, problem);
        }

        return (new BesideLedger(folder, ledger), null);
    }

    /// <summary>The folder and its keys alone.</summary>
    public static (DataFolder? Folder, KeyRing? Keys, Fault? Fault) OpenFolder(string path)
    {
        if (!Directory.Exists(path))
        {
            return (null, null, new Fault(
                new("folder-missing"), $"there is no data folder `{path}`", "name it with `--data`, or the server's configuration with `--config`"));
        }

        var (folder, fault) = DataFolder.Open(path, FolderUse.Beside);
        if (folder is null)
        {
            return (null, null, fault);
        }

        var (keys, keyFault) = KeyFolder.Open(folder.Keys, isNew: false);
        return (folder, keys, keyFault);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await ledger.DisposeAsync();
        folder.Dispose();
    }
}
