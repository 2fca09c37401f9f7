using Gatehouse.Gateway.Limits;
using Gatehouse.Ledger.Counters;

namespace Gatehouse.Ledger.Tests.Counters;

public class LocalCountersTests : CounterStoreContract
{
    private LocalCounters? _counters;

    protected override ICounterStore Store => _counters ??= new LocalCounters(Time);

    [Fact]
    public async Task Sweep_CountersThatNoLongerCount_AreForgotten()
    {
        var book = new CounterBook(new StoreClock(Time));
        var counters = new LocalCounters(book);
        for (var i = 0; i < 20_000; i++)
        {
            await counters.ReserveAsync(new[] { Demand($"{i:x32}", i % 2 == 0 ? "2s" : "minute", 5, 1) }, Cancel);
            Time.Advance(TimeSpan.FromMilliseconds(20));
        }

        Assert.InRange(book.Count, 1, 8_000);
    }

    [Fact]
    public async Task Load_WhatWasSaved_CountsTheSame()
    {
        var book = new CounterBook(new StoreClock(Time));
        var counters = new LocalCounters(book);
        await counters.ReserveAsync(new[] { Demand("aa", "1h", 5, 2.5m), Demand("bb", "month", 5, 3) }, Cancel);
        Time.Advance(TimeSpan.FromMinutes(30));
        var later = await counters.ReserveAsync(new[] { Demand("aa", "1h", 5, 2.5m) }, Cancel);

        var copy = new CounterBook(new StoreClock(Time));
        Assert.True(copy.Load(book.Save()));
        var restored = new LocalCounters(copy);

        var refused = await restored.ReserveAsync(new[] { Demand("aa", "1h", 5, 1) }, Cancel);
        Assert.Equal(later.Reserved[0].At + TimeSpan.FromMinutes(30), refused.FitsAt);
        Assert.False((await restored.PeekAsync(new[] { Demand("bb", "month", 5, 2.1m) }, Cancel)).Fits);
        Assert.True((await restored.PeekAsync(new[] { Demand("bb", "month", 5, 2m) }, Cancel)).Fits);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("aa 1h 5")]
    [InlineData("aa 1y 5 5")]
    [InlineData("aa 1h -5 5")]
    public void Load_SomethingElse_IsFalse(string line) =>
        Assert.False(new CounterBook(new StoreClock(Time)).Load([line]));
}
