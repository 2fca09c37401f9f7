using Gatehouse.Gateway.Limits;
using Gatehouse.Gateway.Recording;
using Gatehouse.Ledger.Counters;
using Gatehouse.Ledger.Tests.Journal;

namespace Gatehouse.Ledger.Tests.Counters;

public class CounterReplayTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Apply_Journal_RestoresWhatWasReservedAndNotGivenBack()
    {
        using var desk = new JournalDesk { SegmentBytes = 1_000 };
        var counters = new LocalCounters(desk.Time);
        var journal = await desk.OpenAsync();
        for (var i = 0; i < 10; i++)
        {
            var taken = await counters.ReserveAsync(Demands(100, 3), Cancel);
            var receipt = await journal.IntendAsync(desk.Intent($"c{i}", RecordedOutcome.Allowed, [.. taken.Reserved]), Cancel);
            if (i % 5 == 0)
            {
                await counters.ReleaseAsync(taken.Reserved, Cancel);
                journal.Conclude(receipt, JournalDesk.Done(released: true));
            }

            desk.Time.Advance(TimeSpan.FromSeconds(1));
        }

        await journal.DisposeAsync();
        var book = new CounterBook(new StoreClock(desk.Time));
        CounterReplay.Apply(book, desk.Folder, new Dictionary<string, long>());
        var restored = new LocalCounters(book);

        // Eight of ten reservations of 3 are left.
        Assert.True((await restored.PeekAsync(Demands(24, 0), Cancel)).Fits);
        Assert.False((await restored.PeekAsync(Demands(23, 0), Cancel)).Fits);
        Assert.Equal(await counters.PeekAsync(Demands(24, 3), Cancel), await restored.PeekAsync(Demands(24, 3), Cancel));
    }

    [Fact]
    public async Task Apply_FromAPosition_TakesOnlyWhatFollows()
    {
        using var desk = new JournalDesk { SegmentBytes = 1_000 };
        var journal = await desk.OpenAsync();
        var last = 0L;
        for (var i = 0; i < 9; i++)
        {
            var reserved = new Reserved("aa", "day", desk.Time.GetUtcNow(), 1);
            last = (await journal.IntendAsync(desk.Intent($"c{i}", RecordedOutcome.Allowed, reserved), Cancel)).Sequence;
        }

        await journal.DisposeAsync();
        for (var skipped = 0; skipped <= 9; skipped++)
        {
            var book = new CounterBook(new StoreClock(desk.Time));
            CounterReplay.Apply(book, desk.Folder, new Dictionary<string, long> { ["serve"] = last - 9 + skipped });
            var counters = new LocalCounters(book);
            Assert.True((await counters.PeekAsync(new[] { Demand("aa", "day", 9, skipped) }, Cancel)).Fits);
            Assert.False((await counters.PeekAsync(new[] { Demand("aa", "day", 9, skipped + 1) }, Cancel)).Fits);
        }
    }

    private static CounterDemand[] Demands(decimal max, decimal amount) => [Demand("aa", "day", max, amount), Demand("bb", "1h", max, amount)];

    private static CounterDemand Demand(string counter, string window, decimal max, decimal amount) =>
        new(counter, WindowText.Read(window)!, max, amount, IsShadow: false);
}
