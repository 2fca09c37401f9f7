using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Ledger.Journal;
using Gatehouse.Policy;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Ledger.Tests.Journal;

public class JournalFaultTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task IntendAsync_DiskIsFull_RefusesAndRecoversByItself()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        desk.BeforeWrite = static _ => throw new IOException("No space left on device");

        var refused = await journal.IntendAsync(desk.Intent("c1"), Cancel);
        Assert.Equal(LedgerFaults.RecordUnavailable, refused.Fault?.Code);
        Assert.False(journal.IsReady);

        desk.BeforeWrite = null;
        var taken = await journal.IntendAsync(desk.Intent("c2"), Cancel);

        Assert.Null(taken.Fault);
        Assert.True(journal.IsReady);
        Assert.Equal(["start", "intent", "resumed"], desk.Entries().Select(entry => entry.Kind));
        Assert.Equal(1, desk.Entries()[2].Count);
    }

    [Fact]
    public async Task Flush_DiskHasSpaceAgain_IsReadyWithoutACall()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        desk.BeforeWrite = static _ => throw new IOException("No space left on device");
        await journal.IntendAsync(desk.Intent("c1"), Cancel);
        desk.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(journal.IsReady);

        desk.BeforeWrite = null;
        desk.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(journal.IsReady);
    }

    [Fact]
    public async Task IntendAsync_WriteBreaksInTheMiddle_LeavesNoHalfRow()
    {
        using var desk = new JournalDesk();
        var journal = await desk.OpenAsync();
        desk.BeforeWrite = _ =>
        {
            using (var file = new FileStream(
                Segments.In(Path.Combine(desk.Folder, "serve"))[0], FileMode.Append, FileAccess.Write, FileShare.ReadWrite))
            {
                file.Write("{\"seq\":2,\"prev\":\"half of a longer row"u8);
                file.Write(new byte[4096]);
            }

            throw new IOException("I/O error");
        };
        await journal.IntendAsync(desk.Intent("c1"), Cancel);
        desk.BeforeWrite = null;
        await journal.IntendAsync(desk.Intent("c2"), Cancel);
        await journal.DisposeAsync();

        Assert.Empty(desk.Verify().Flaws);
    }

    [Fact]
    public async Task Conclude_WriteFails_OutcomeWaitsForTheNext()
    {
        using var desk = new JournalDesk();
        var journal = await desk.OpenAsync();
        var receipt = await journal.IntendAsync(desk.Intent("c1"), Cancel);
        journal.Conclude(receipt, JournalDesk.Done());
        journal.Refuse(new Refusal(desk.Time.GetUtcNow(), "bad", 400, null, null));
        desk.BeforeWrite = static _ => throw new IOException("full");
        desk.Time.Advance(TimeSpan.FromSeconds(3));
        desk.BeforeWrite = null;
        await journal.DisposeAsync();

        Assert.Single(desk.Entries(), entry => entry is { Kind: "outcome", Of: 2, Class: "done" });
        Assert.Single(desk.Entries(), entry => entry is { Kind: "refusals", Count: 1 });
        Assert.Empty(desk.Verify().Flaws);
    }

    [Fact]
    public async Task IntendAsync_DiskHangs_IsDeniedAfterASecondAndNoted()
    {
        using var desk = new JournalDesk();
        using var reached = new SemaphoreSlim(0);
        using var go = new SemaphoreSlim(0);
        var journal = await desk.OpenAsync();
        desk.BeforeWrite = _ =>
        {
            reached.Release();
            go.Wait(Cancel);
        };
        var hung = Task.Run(async () => await journal.IntendAsync(desk.Intent("c1"), Cancel), Cancel);
        await reached.WaitAsync(Cancel);
        var reserved = new Reserved("00", "day", desk.Time.GetUtcNow(), 5);
        var waiting = journal.IntendAsync(desk.Intent("c2", RecordedOutcome.Allowed, reserved), Cancel).AsTask();

        desk.Time.Advance(TimeSpan.FromSeconds(1));
        var denied = await waiting;
        Assert.Equal(LedgerFaults.RecordUnavailable, denied.Fault?.Code);
        desk.BeforeWrite = null;
        go.Release();
        Assert.Equal(LedgerFaults.RecordUnavailable, (await hung).Fault?.Code);
        await journal.DisposeAsync();

        // Both rows are there; both say that the call was not sent, and one gives its reservation back.
        var outcomes = desk.Entries().Where(entry => entry.Kind == "outcome").ToList();
        Assert.Equal(["c1", "c2"], outcomes.Select(entry => entry.Call).Order());
        Assert.All(outcomes, entry => Assert.Equal("record-unavailable", entry.Fault));
        Assert.Equal([reserved], outcomes.Single(entry => entry.Call == "c2").Released);
        Assert.Empty(desk.Verify().Flaws);
    }

    [Fact]
    public async Task OverdueAsync_RowIsOnTheDisk_IsNoFault()
    {
        using var folder = new TempFolder();
        using var segments = new Segments(folder.Path, 1 << 20, isPowerSafe: false, beforeWrite: null);
        var time = new FakeTimeProvider();
        using var writer = new BatchWriter(
            segments, new Riders(time, new RefusalTally()), time, isPowerSafe: false, JournalTail.Read(folder.Path, null).Tail!);
        var row = await writer.WriteAsync("\"kind\":\"note\"}"u8, open: null, RowKind.Note);

        Assert.Null(row.Fault);
        Assert.Equal(new IntentReceipt(row.Sequence, null), await writer.OverdueAsync(Task.FromResult<Fault?>(null), row.Sequence));
        Assert.Equal(
            LedgerFaults.RecordUnavailable,
            (await writer.OverdueAsync(Task.FromResult<Fault?>(LedgerFaults.Unavailable("full")), row.Sequence)).Fault?.Code);
        Assert.Equal(
            LedgerFaults.RecordUnavailable, (await writer.OverdueAsync(new TaskCompletionSource<Fault?>().Task, row.Sequence)).Fault?.Code);
    }

    [Fact]
    public async Task IntendAsync_SegmentIsFull_LeavesTheDiskToTheCheckpoint()
    {
        using var desk = new JournalDesk { SegmentBytes = 2_000 };
        await using var journal = await desk.OpenAsync();
        var synced = 0;
        desk.BeforeSync = () => synced++;
        for (var i = 0; i < 10; i++)
        {
            Assert.Null((await journal.IntendAsync(desk.Intent($"c{i}", RecordedOutcome.Denied), Cancel)).Fault);
        }

        var segments = Segments.In(Path.Combine(desk.Folder, "serve")).Count;
        Assert.True(segments > 2);
        Assert.Equal(0, synced);

        desk.BeforeSync = static () => throw new IOException("I/O error");
        Assert.True(journal.TryCheckpoint());
        Assert.Equal(0, desk.Verify().Checkpoints);

        desk.BeforeSync = () => synced++;
        Assert.True(journal.TryCheckpoint());
        Assert.Equal(segments, synced);
        Assert.Equal(1, desk.Verify().Checkpoints);
    }

    [Fact]
    public async Task IntendAsync_AfterASlowWrite_DoesNotWriteOnTheCallersThread()
    {
        using var desk = new JournalDesk();
        await using var journal = await desk.OpenAsync();
        var threads = new List<string?>();
        desk.BeforeWrite = _ =>
        {
            threads.Add(Thread.CurrentThread.Name);
            if (threads.Count == 1)
            {
                desk.Time.Advance(TimeSpan.FromMilliseconds(21));
            }
        };

        await journal.IntendAsync(desk.Intent("c1"), Cancel);
        await journal.IntendAsync(desk.Intent("c2"), Cancel);
        desk.Time.Advance(TimeSpan.FromSeconds(6));
        await journal.IntendAsync(desk.Intent("c3"), Cancel);

        Assert.Equal("journal", threads[1]);
        Assert.NotEqual("journal", threads[^1]);
    }

    [Fact]
    public async Task OpenAsync_DiskIsFull_IsAFault()
    {
        using var desk = new JournalDesk { BeforeWrite = static _ => throw new IOException("full") };

        var (journal, fault) = await desk.TryOpenAsync();

        Assert.Null(journal);
        Assert.Equal(LedgerFaults.RecordUnavailable, fault?.Code);
    }
}
