using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Tests.Backups;

/// <summary>A data folder that a process owns, as the server does, on the clock of a test.</summary>
internal sealed class LiveFolder(DataFolder folder, GatehouseLedger ledger) : IAsyncDisposable
{
    public Ledger.Journal.Journal Recorder => ledger.Recorder!;

    public Gateway.Limits.ICounterStore Counters => ledger.Counters;

    public ApprovalDesk Approvals => ledger.Approvals;

    public ApprovalSettling Settling => ledger.Settling;

    public RecordIndex Index => ledger.Index;

    public GatehouseLedger Live => ledger;

    public static async Task<(LiveFolder? Ledger, Fault? Fault)> OpenAsync(string path, TimeProvider time)
    {
        var (folder, fault) = DataFolder.Open(path, FolderUse.Alone);
        if (folder is null)
        {
            return (null, fault);
        }

        var (keys, keyFault) = KeyFolder.Open(folder.Keys, isNew: !File.Exists(folder.State));
        var (ledger, unopened) = keys is null
            ? (null, keyFault)
            : await GatehouseLedger.OpenAsync(
                new LedgerOptions { Folder = folder, Use = FolderUse.Alone, Writer = "server", Keys = keys, Time = time }, CancellationToken.None);
        if (ledger is null)
        {
            folder.Dispose();
            return (null, unopened);
        }

        return (new LiveFolder(folder, ledger), null);
    }

    public async ValueTask DisposeAsync()
    {
        await ledger.DisposeAsync();
        folder.Dispose();
    }
}
