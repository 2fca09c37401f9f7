using Gatehouse.Gateway.Recording;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Arguments;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Tests.Journal;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Tests.Arguments;

/// <summary>Calls and the store of their arguments: the record comes first and waits for nothing.</summary>
public sealed class KeepingRecorderTests : IAsyncLifetime
{
    private static readonly Fault _away = new(LedgerFaults.StoreUnavailable, "away");

    private readonly JournalDesk _desk = new();
    private readonly StoreUnderTest _database = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _database.DisposeAsync();
        _desk.Dispose();
    }

    [Fact]
    public async Task Intend_WithTheSetting_StoresBehindTheRecord()
    {
        await using var journal = await _desk.OpenAsync();
        var store = Store(TestPlace.In(_database));
        using (var keeper = new ArgumentKeeper(store, _desk.Time))
        {
            var recorder = new KeepingRecorder(journal, keeper);

            Assert.Null((await recorder.IntendAsync(ArgumentDesk.Intent("c1"), Cancel)).Fault);
            Assert.Null((await recorder.IntendAsync(ArgumentDesk.Intent("c2") with { Keeping = null }, Cancel)).Fault);
        }

        Assert.Equal(ArgumentDesk.Redacted, (await store.FindAsync("c1"))!.Text());
        Assert.Null(await store.FindAsync("c2"));
        Assert.Equal([("c1", true), ("c2", false)], Calls());
    }

    [Fact]
    public async Task Intend_TheRecordFails_StoresNothing()
    {
        await using var journal = await _desk.OpenAsync();
        var store = Store(TestPlace.In(_database));
        using (var keeper = new ArgumentKeeper(store, _desk.Time))
        {
            _desk.BeforeWrite = _ => throw new IOException("full");
            Assert.NotNull((await new KeepingRecorder(journal, keeper).IntendAsync(ArgumentDesk.Intent("c1"), Cancel)).Fault);
            _desk.BeforeWrite = null;
        }

        Assert.Null(await store.FindAsync("c1"));
    }

    [Fact]
    public async Task Intend_TheStoreIsAway_RecordsTheCallAndCountsWhatIsMissed()
    {
        await using var journal = await _desk.OpenAsync();
        var keeper = new ArgumentKeeper(Store(new TestPlace(() => (null, _away))), _desk.Time);
        var recorder = new KeepingRecorder(journal, keeper);

        for (var i = 0; i < 3; i++)
        {
            Assert.Null((await recorder.IntendAsync(ArgumentDesk.Intent($"c{i}"), Cancel)).Fault);
        }

        // The process ends between record and values: the record says that there were to be some.
        keeper.Dispose();
        Assert.Equal(3, keeper.Missed);
        Assert.Equal([("c0", true), ("c1", true), ("c2", true)], Calls());
    }

    [Fact]
    public async Task Intend_TheStoreThrows_RecordsTheCallAndGoesOn()
    {
        await using var journal = await _desk.OpenAsync();
        var keeper = new ArgumentKeeper(Store(new TestPlace(() => throw new InvalidOperationException("a bug"))), _desk.Time);

        Assert.Null((await new KeepingRecorder(journal, keeper).IntendAsync(ArgumentDesk.Intent("c1"), Cancel)).Fault);
        keeper.Dispose();

        Assert.Equal(1, keeper.Missed);
    }

    [Fact]
    public async Task Intend_TheStoreComesBack_HasWhatWaited()
    {
        await using var journal = await _desk.OpenAsync();
        var isAway = true;
        using var tried = new SemaphoreSlim(0);
        var store = Store(new TestPlace(() =>
        {
            var answer = isAway ? (null, _away) : TestPlace.In(_database).Open();
            tried.Release();
            return answer;
        }));
        var keeper = new ArgumentKeeper(store, _desk.Time);
        var recorder = new KeepingRecorder(journal, keeper);

        await recorder.IntendAsync(ArgumentDesk.Intent("c1"), Cancel);
        await tried.WaitAsync(Cancel);
        isAway = false;
        await recorder.IntendAsync(ArgumentDesk.Intent("c2"), Cancel);
        keeper.Dispose();

        Assert.Equal(0, keeper.Missed);
        Assert.Equal((true, true), (await store.FindAsync("c1") is not null, await store.FindAsync("c2") is not null));
    }

    [Fact]
    public async Task Start_TheStoreIsAway_ForgetsWhatIsOldOnceItIsBack()
    {
        var store = Store(TestPlace.In(_database));
        store.Put(ArgumentDesk.Intent("old", time: _desk.Time.GetUtcNow() - TimeSpan.FromDays(31)));
        var isAway = true;
        using var tried = new SemaphoreSlim(0);
        using var keeper = new ArgumentKeeper(
            Store(new TestPlace(() =>
            {
                var answer = isAway ? (null, _away) : TestPlace.In(_database).Open();
                tried.Release();
                return answer;
            })),
            _desk.Time);

        keeper.Start();
        await tried.WaitAsync(Cancel);
        isAway = false;
        _desk.Time.Advance(TimeSpan.FromMinutes(11));

        // Not only in an hour: values lie there meanwhile that are to be gone.
        for (var looks = 0; await store.FindAsync("old", now: DateTimeOffset.MinValue) is not null; looks++)
        {
            Assert.InRange(looks, 0, 500);
            keeper.Start();
            await Task.Delay(20, Cancel);
        }
    }

    [Fact]
    public async Task Intend_TheStoreHangs_WaitsForNothingAndHoldsNoMoreThanItMay()
    {
        await using var journal = await _desk.OpenAsync();
        using var free = new ManualResetEventSlim();
        var keeper = new ArgumentKeeper(
            Store(new TestPlace(() =>
            {
                free.Wait(CancellationToken.None);
                return (null, _away);
            })),
            _desk.Time);
        var recorder = new KeepingRecorder(journal, keeper);
        var large = $$"""{"x":"{{new string('y', ArgumentKeeping.MostBytes - 10)}}"}""";

        // Each comes back although nothing is stored; about 256 are sealed, 128 of that size wait, the rest is missed.
        for (var i = 0; i < 500; i++)
        {
            Assert.Null((await recorder.IntendAsync(ArgumentDesk.Intent($"c{i}", large), Cancel)).Fault);
        }

        Assert.InRange(keeper.Missed, 1, 500 - 128);
        free.Set();
        keeper.Dispose();
        Assert.Equal(500, keeper.Missed);
    }

    [Fact]
    public async Task Intend_ArgumentsThatCannotBeRedacted_AreNotStored()
    {
        await using var journal = await _desk.OpenAsync();
        var store = Store(TestPlace.In(_database));
        var keeper = new ArgumentKeeper(store, _desk.Time);

        await new KeepingRecorder(journal, keeper).IntendAsync(ArgumentDesk.Intent("c1", """{"a":"""), Cancel);
        keeper.Dispose();

        Assert.Equal((1L, null), (keeper.Missed, await store.FindAsync("c1")));
    }

    [Fact]
    public void Intend_WithoutTheSetting_AllocatesNothing()
    {
        using var keeper = new ArgumentKeeper(Store(new TestPlace(() => (null, _away))), _desk.Time);
        var recorder = new KeepingRecorder(new Silent(), keeper);
        var intent = ArgumentDesk.Intent("c1") with { Keeping = null };
        _ = recorder.IntendAsync(intent, Cancel).IsCompleted;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1_000; i++)
        {
            _ = recorder.IntendAsync(intent, Cancel).IsCompleted;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private List<(string?, bool)> Calls() =>
        [.. _desk.Entries().Where(entry => entry.Kind == "intent").Select(entry => (entry.Call, entry.IsKept))];

    private static ArgumentStore Store(ArgumentPlace place) => new(place, new ArgumentSeal(KeyRing.Ephemeral()));

    private sealed class Silent : IRecorder
    {
        public bool IsReady => true;

        public ValueTask<IntentReceipt> IntendAsync(in CallIntent intent, CancellationToken cancel) => new(new IntentReceipt(1, null));

        public void Conclude(in IntentReceipt receipt, in CallOutcome outcome)
        {
        }

        public void Refuse(in Refusal refusal)
        {
        }
    }
}
