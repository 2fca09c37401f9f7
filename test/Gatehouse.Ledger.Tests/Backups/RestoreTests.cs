using System.Text;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Backups;
using Gatehouse.Ledger.Counters;
using Gatehouse.Ledger.Journal;
using Gatehouse.Ledger.Tests.Approvals;
using Gatehouse.Ledger.Tests.Journal;
using Gatehouse.Policy;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Ledger.Tests.Backups;

/// <summary>A real data folder with a process on it, backed up beside it and restored elsewhere.</summary>
public sealed class RestoreTests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TempFolder _temp = new();
    private readonly JournalDesk _desk = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    private string Data => _temp.At("data");

    private string Backup => _temp.At("backup");

    private string KeysOf => _temp.At("keys");

    private string Elsewhere => _temp.At("elsewhere");

    public void Dispose()
    {
        _desk.Dispose();
        _temp.Dispose();
    }

    [Fact]
    public async Task Restore_OfARunningFolder_HasItsRowsAndVerifies()
    {
        await using (var ledger = await OpenAsync(Data))
        {
            await CallAsync(ledger, "c1");
            Take();
            await CallAsync(ledger, "c2");
        }

        await RestoreAsync();

        var (keys, _) = KeyFolder.Open(Path.Combine(Elsewhere, "keys"), isNew: false);
        Assert.True(JournalVerify.Run(Path.Combine(Elsewhere, "journal"), keys!).IsSound);
        await using var restored = await OpenAsync(Elsewhere);
        await restored.Index.CatchUpAsync(Cancel);
        Assert.Equal("c1", Assert.Single((await restored.Index.FindAsync(new(), Cancel)).Calls).CallId);
    }

    [Fact]
    public async Task Restore_WaitingApprovedAndClaimedCalls_AreVoidOrUnknown()
    {
        var ids = new List<string>();
        await using (var ledger = await OpenAsync(Data))
        {
            foreach (var digest in new[] { "open", "approved", "claimed" })
            {
                ids.Add((await ledger.Approvals.PresentAsync(ApprovalTable.Draft(digest), Cancel)).ApprovalId);
            }

            await ledger.Settling.ApproveAsync(ids[1], "ann", Cancel);
            await ledger.Settling.ApproveAsync(ids[2], "ann", Cancel);
            Assert.True(await ledger.Approvals.ClaimAsync(ids[2], "c1", Cancel));
            Take();
        }

        var summary = await RestoreAsync();

        await using var restored = await OpenAsync(Elsewhere);
        var states = new List<ApprovalState>();
        foreach (var id in ids)
        {
            states.Add((await restored.Settling.ShowAsync(id, Cancel)).Card!.State);
        }

        Assert.Equal(3, summary.Voided);
        Assert.Equal([ApprovalState.Void, ApprovalState.Void, ApprovalState.Unknown], states);
        Assert.False(await restored.Approvals.ClaimAsync(ids[1], "c2", Cancel));
        Assert.DoesNotContain("CANARY", Encoding.Latin1.GetString(await File.ReadAllBytesAsync(Path.Combine(Elsewhere, "state.db"), Cancel)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("day", 11, 59, 12, 0)]
    [InlineData("3h", 2, 59, 3, 0)]
    public async Task Restore_WindowsThatAreOpen_HaveNoRoomUntilTheyEnd(string window, int hours, int minutes, int laterHours, int laterMinutes)
    {
        await using (await OpenAsync(Data))
        {
            Take();
        }

        await RestoreAsync();

        CounterDemand[] demands = [new("aa", WindowText.Read(window)!, 100, 1, false)];
        var began = _time.GetUtcNow();
        await using var restored = await OpenAsync(Elsewhere);
        var atOnce = await restored.Counters.ReserveAsync(demands, Cancel);
        _time.Advance(new TimeSpan(hours, minutes, 0));
        var before = await restored.Counters.PeekAsync(demands, Cancel);
        _time.SetUtcNow(began + new TimeSpan(laterHours, laterMinutes, 0));
        var after = await restored.Counters.ReserveAsync(demands, Cancel);

        Assert.Equal((false, false, true), (atOnce.Fits, before.Fits, after.Fits));
        Assert.Equal(began + new TimeSpan(laterHours, laterMinutes, 0), atOnce.FitsAt);
    }

    [Fact]
    public async Task Restore_NothingWasCalledSince_CountsOnAsItStood()
    {
        CounterDemand[] demands = [new("aa", WindowText.Read("day")!, 3, 2, false)];
        await using (var ledger = await OpenAsync(Data))
        {
            await CallAsync(ledger, "c1", [.. (await ledger.Counters.ReserveAsync(demands, Cancel)).Reserved]);
            Take();
        }

        await RestoreAsync(limitsStand: true);

        await using var restored = await OpenAsync(Elsewhere);
        Assert.False((await restored.Counters.ReserveAsync(demands, Cancel)).Fits);
        Assert.True((await restored.Counters.ReserveAsync(new[] { demands[0] with { Amount = 1 } }, Cancel)).Fits);
    }

    [Fact]
    public async Task Restore_MarkThatCannotBeRead_StopsTheStart()
    {
        await using (await OpenAsync(Data))
        {
            Take();
        }

        await RestoreAsync();
        File.WriteAllText(Path.Combine(Elsewhere, "restored"), "soon");

        Assert.Equal(BackupFaults.MarkUnreadable, (await TryOpenAsync(Elsewhere)).Fault?.Code);
    }

    [Theory]
    [InlineData("state.db")]
    [InlineData("backup.json")]
    [InlineData("journal/checkpoints.jsonl")]
    public async Task Restore_FileThatWasChanged_IsRefusedAndNothingIsTouched(string name)
    {
        await using (var ledger = await OpenAsync(Data))
        {
            await CallAsync(ledger, "c1");
        }

        Take();
        var file = Path.Combine(Backup, name);
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        bytes[bytes.Length / 2] ^= 1;
        await File.WriteAllBytesAsync(file, bytes, Cancel);

        var (summary, fault) = await TryRestoreAsync();

        Assert.Null(summary);
        Assert.Equal(BackupFaults.BackupDamaged, fault?.Code);
        Assert.False(File.Exists(Path.Combine(Elsewhere, "state.db")));
    }

    [Fact]
    public async Task Restore_WithOtherKeys_IsRefused()
    {
        await using (await OpenAsync(Data))
        {
            Take();
        }

        await using (await OpenAsync(_temp.At("stranger")))
        {
        }

        var (_, fault) = await FolderRestore.RunAsync(
            Backup, Elsewhere, _temp.At("stranger", "keys"), replaces: false, limitsStand: false, _time, Cancel);

        Assert.Equal(BackupFaults.BackupDamaged, fault?.Code);
    }

    [Fact]
    public async Task Restore_OverAProcess_IsRefusedAlsoWithReplace()
    {
        await using var running = await OpenAsync(Data);
        Take();

        var (_, fault) = await FolderRestore.RunAsync(Backup, Data, null, replaces: true, limitsStand: false, _time, Cancel);

        Assert.Equal(LedgerFaults.FolderInUse, fault?.Code);
    }

    [Fact]
    public async Task Restore_OverData_NeedsReplaceAndKeepsWhatWasThere()
    {
        await using (var ledger = await OpenAsync(Data))
        {
            Take();
            await CallAsync(ledger, "after");
        }

        var (_, refused) = await FolderRestore.RunAsync(Backup, Data, null, replaces: false, limitsStand: false, _time, Cancel);
        var (summary, _) = await FolderRestore.RunAsync(Backup, Data, null, replaces: true, limitsStand: false, _time, Cancel);

        Assert.Equal(BackupFaults.FolderHasData, refused?.Code);
        Assert.Contains("after", string.Concat(Directory.EnumerateFiles(summary!.Aside!, "*.jsonl", SearchOption.AllDirectories).Select(File.ReadAllText)), StringComparison.Ordinal);
        await using var restored = await OpenAsync(Data);
        await restored.Index.CatchUpAsync(Cancel);
        Assert.Empty((await restored.Index.FindAsync(new(), Cancel)).Calls);
    }

    [Fact]
    public async Task Backup_UnderCalls_IsSoundEachTime()
    {
        await using var ledger = await OpenAsync(Data);
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var calling = Task.Run(
            async () =>
            {
                var made = 0;
                for (; !enough.IsCancellationRequested && made < 20_000; made++)
                {
                    await CallAsync(ledger, "c" + made);
                }

                return made;
            },
            Cancel);

        for (var i = 0; i < 5; i++)
        {
            var (summary, fault) = Run(_temp.At("backup-" + i), null);
            Assert.Equal((null, true), (fault?.Message, summary?.IsSound));
        }

        await enough.CancelAsync();
        Assert.True(await calling > 0);
    }

    [Fact]
    public async Task Backup_FolderWithSomethingInIt_IsRefused()
    {
        await using var ledger = await OpenAsync(Data);
        Take();

        Assert.Equal(BackupFaults.TargetNotEmpty, Run(Backup, null).Fault?.Code);
        Assert.False(Directory.Exists(Path.Combine(Backup, "keys")));
    }

    private async Task CallAsync(LiveFolder ledger, string id, Reserved[]? reserved = null) => ledger.Recorder.Conclude(
        await ledger.Recorder.IntendAsync(_desk.Intent(id, RecordedOutcome.Allowed, [.. reserved ?? []]), Cancel), JournalDesk.Done());

    private void Take() => Assert.Null(Run(Backup, KeysOf).Fault?.Message);

    private (BackupSummary? Summary, Fault? Fault) Run(string target, string? keysTarget)
    {
        using var folder = DataFolder.Open(Data, FolderUse.Beside).Folder!;
        var (keys, _) = KeyFolder.Open(folder.Keys, isNew: false);
        return FolderBackup.Run(folder, keys!, target, keysTarget, _time);
    }

    private async Task<RestoreSummary> RestoreAsync(bool limitsStand = false)
    {
        var (summary, fault) = await TryRestoreAsync(limitsStand);
        Assert.Null(fault?.Message);
        return summary!;
    }

    private async Task<(RestoreSummary? Summary, Fault? Fault)> TryRestoreAsync(bool limitsStand = false) =>
        await FolderRestore.RunAsync(Backup, Elsewhere, KeysOf, replaces: false, limitsStand, _time, Cancel);

    private async Task<LiveFolder> OpenAsync(string path)
    {
        var (ledger, fault) = await TryOpenAsync(path);
        Assert.Null(fault?.Message);
        return ledger!;
    }

    private Task<(LiveFolder? Ledger, Fault? Fault)> TryOpenAsync(string path) => LiveFolder.OpenAsync(path, _time);
}
