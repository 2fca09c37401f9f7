using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Counters;
using Gatehouse.Ledger.Journal;
using Gatehouse.Ledger.Tests.Approvals;
using Gatehouse.Ledger.Tests.Journal;
using Gatehouse.Policy;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Ledger.Tests;

public class GatehouseLedgerTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly KeyRing _keys = KeyRing.Ephemeral();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task OpenAsync_AfterClose_CountsOnAndShowsTheCalls()
    {
        using var temp = new TempFolder();
        using var desk = new JournalDesk();
        CounterDemand[] demands = [new("aa", WindowText.Read("1h")!, 3, 2, false)];
        using var folder = DataFolder.Open(temp.Path, FolderUse.Alone).Folder!;
        await using (var first = await OpenAsync(folder))
        {
            var taken = await first.Counters.ReserveAsync(demands, Cancel);
            first.Recorder!.Conclude(
                await first.Recorder.IntendAsync(desk.Intent("c1", RecordedOutcome.Allowed, [.. taken.Reserved]), Cancel), JournalDesk.Done());
        }

        await using var second = await OpenAsync(folder);

        Assert.False((await second.Counters.ReserveAsync(demands, Cancel)).Fits);
        await second.Index.CatchUpAsync(Cancel);
        var (calls, _) = await second.Index.FindAsync(new(), Cancel);
        Assert.Equal(("c1", "done"), (Assert.Single(calls).CallId, calls[0].Class));
    }

    [Fact]
    public async Task OpenAsync_StateIsGone_IsRefused()
    {
        using var temp = new TempFolder();
        using var folder = DataFolder.Open(temp.Path, FolderUse.Alone).Folder!;
        await (await OpenAsync(folder)).DisposeAsync();
        File.Delete(folder.State);

        Assert.Equal(LedgerFaults.StoreMissing, (await TryOpenAsync(folder)).Fault?.Code);
        File.Delete(temp.At("state.created"));
        Assert.Equal(LedgerFaults.StoreMissing, (await TryOpenAsync(folder)).Fault?.Code);
        Assert.False(File.Exists(folder.State));
    }

    [Theory]
    [InlineData(null, false, ApprovalState.Approved)]
    [InlineData(RecordedOutcome.Allowed, false, ApprovalState.Unknown)]
    [InlineData(RecordedOutcome.Allowed, true, ApprovalState.Done)]
    [InlineData(RecordedOutcome.Denied, false, ApprovalState.Approved)]
    public async Task OpenAsync_ClaimWasLeft_IsSettledByTheJournal(RecordedOutcome? intent, bool concluded, ApprovalState expected)
    {
        using var temp = new TempFolder();
        using var desk = new JournalDesk();
        using var folder = DataFolder.Open(temp.Path, FolderUse.Alone).Folder!;
        string id;
        await using (var first = await OpenAsync(folder))
        {
            id = (await first.Approvals.PresentAsync(ApprovalTable.Draft(), Cancel)).ApprovalId;
            await first.Settling.ApproveAsync(id, "ann", Cancel);
            Assert.True(await first.Approvals.ClaimAsync(id, "c1", Cancel));
            if (intent is { } outcome)
            {
                var receipt = await first.Recorder!.IntendAsync(desk.Intent("c1", outcome) with { ApprovalId = id }, Cancel);
                if (concluded)
                {
                    first.Recorder.Conclude(receipt, JournalDesk.Done());
                }
            }
        }

        await using var second = await OpenAsync(folder);

        Assert.Equal(expected, (await second.Settling.ShowAsync(id, Cancel)).Card!.State);
        Assert.Equal(expected == ApprovalState.Approved, await second.Approvals.ClaimAsync(id, "c2", Cancel));
    }

    [Fact]
    public async Task OpenAsync_OlderCopyOfTheState_DoesNotRunACallAgain()
    {
        using var temp = new TempFolder();
        using var desk = new JournalDesk();
        using var folder = DataFolder.Open(temp.Path, FolderUse.Alone).Folder!;
        string id;
        await using (var first = await OpenAsync(folder))
        {
            id = (await first.Approvals.PresentAsync(ApprovalTable.Draft(), Cancel)).ApprovalId;
            await first.Settling.ApproveAsync(id, "ann", Cancel);
        }

        var copy = await File.ReadAllBytesAsync(folder.State, Cancel);
        await using (var second = await OpenAsync(folder))
        {
            Assert.True(await second.Approvals.ClaimAsync(id, "c1", Cancel));
            second.Recorder!.Conclude(
                await second.Recorder.IntendAsync(desk.Intent("c1") with { ApprovalId = id }, Cancel), JournalDesk.Done());
            await second.Approvals.ConcludeAsync(id, isKnown: true, Cancel);
        }

        await File.WriteAllBytesAsync(folder.State, copy, Cancel);
        await using var third = await OpenAsync(folder);

        Assert.False(await third.Approvals.ClaimAsync(id, "c2", Cancel));
        Assert.Equal(ApprovalState.Done, (await third.Settling.ShowAsync(id, Cancel)).Card!.State);
    }

    [Fact]
    public async Task OpenAsync_Beside_SettlesWhileTheServerRuns()
    {
        using var temp = new TempFolder();
        using var folder = DataFolder.Open(temp.Path, FolderUse.Alone).Folder!;
        await using var server = await OpenAsync(folder);
        var id = (await server.Approvals.PresentAsync(ApprovalTable.Draft(), Cancel)).ApprovalId;

        using var same = DataFolder.Open(temp.Path, FolderUse.Beside).Folder!;
        await using (var cli = await OpenAsync(same, FolderUse.Beside, "cli"))
        {
            Assert.Equal(id, Assert.Single((await cli.Settling.ListAsync(onlyOpen: true, 10, Cancel)).Cards).Id);
            Assert.Null((await cli.Settling.ApproveAsync(id, "ann", Cancel)).Fault);
        }

        Assert.True(await server.Approvals.ClaimAsync(id, "c1", Cancel));
        Assert.Contains(
            Segments.In(Path.Combine(folder.Journal, "cli")).SelectMany(File.ReadAllLines),
            line => line.Contains("\"kind\":\"settlement\"", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Prune_OldSegments_LeavesASoundJournal()
    {
        using var desk = new JournalDesk { SegmentBytes = 2_000 };
        for (var run = 0; run < 2; run++)
        {
            var journal = await desk.OpenAsync();
            for (var i = 0; i < 20; i++)
            {
                journal.Conclude(await journal.IntendAsync(desk.Intent($"c{i}"), Cancel), JournalDesk.Done());
            }

            desk.Time.Advance(TimeSpan.FromDays(1));
            await journal.DisposeAsync();
        }

        var before = Segments.In(Path.Combine(desk.Folder, "serve")).Count;
        var deleted = JournalPrune.Run(desk.Folder, desk.Time.GetUtcNow().AddHours(-30), desk.Keys, desk.Time);

        Assert.InRange(deleted, 2, before - 2);
        Assert.Empty(desk.Verify().Flaws);
        await (await desk.OpenAsync()).DisposeAsync();
        Assert.Empty(desk.Verify().Flaws);
        File.Delete(Segments.In(Path.Combine(desk.Folder, "serve"))[0]);
        Assert.Contains(desk.Verify().Flaws, flaw => flaw.Kind == FlawKind.Missing);
    }

    private async Task<GatehouseLedger> OpenAsync(DataFolder folder, FolderUse use = FolderUse.Alone, string writer = "serve")
    {
        var (ledger, fault) = await TryOpenAsync(folder, use, writer);
        Assert.Null(fault);
        return ledger!;
    }

    private ValueTask<(GatehouseLedger? Ledger, Fault? Fault)> TryOpenAsync(
        DataFolder folder, FolderUse use = FolderUse.Alone, string writer = "serve") =>
        GatehouseLedger.OpenAsync(new LedgerOptions { Folder = folder, Use = use, Writer = writer, Keys = _keys, Time = _time }, Cancel);
}
