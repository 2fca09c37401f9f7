using Gatehouse.Gateway.Limits;
using Gatehouse.Ledger.Counters;
using Gatehouse.Policy.Language;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Ledger.Tests.Counters;

/// <summary>What every store of counters holds to: section 5 of the policy language.</summary>
public abstract class CounterStoreContract : IDisposable
{
    protected static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private const string A = "00000000000000000000000000000001";
    private const string B = "00000000000000000000000000000002";

    protected FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 22, 12, 0, 30, TimeSpan.Zero))
    {
        AutoAdvanceAmount = TimeSpan.Zero,
    };

    protected abstract ICounterStore Store { get; }

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task ReserveAsync_UpToMax_ThenRefuses()
    {
        Assert.True((await Reserve(Demand(A, "day", 3, 1))).Fits);
        Assert.True((await Reserve(Demand(A, "day", 3, 2))).Fits);

        var refused = await Reserve(Demand(A, "day", 3, 1));

        Assert.Equal((0, new DateTimeOffset(2026, 11, 23, 0, 0, 0, TimeSpan.Zero)), (refused.RefusedAt, refused.FitsAt!.Value));
        Assert.Empty(refused.Reserved);
    }

    [Fact]
    public async Task ReserveAsync_OneHasNoRoom_TakesNone()
    {
        await Reserve(Demand(B, "1m", 1, 1));

        Assert.Equal(1, (await Reserve(Demand(A, "day", 1, 1), Demand(B, "1m", 1, 1))).RefusedAt);
        Assert.True((await Reserve(Demand(A, "day", 1, 1))).Fits);
    }

    [Fact]
    public async Task ReserveAsync_SameCounterTwice_CountsBoth()
    {
        Assert.Equal(1, (await Reserve(Demand(A, "day", 3, 2), Demand(A, "day", 3, 2))).RefusedAt);
        Assert.True((await Reserve(Demand(A, "day", 3, 2), Demand(A, "day", 3, 1))).Fits);
    }

    [Fact]
    public async Task ReserveAsync_AmountAboveMax_NeverFits()
    {
        Assert.Null((await Reserve(Demand(A, "day", 3, 4))).FitsAt);
        Assert.Null((await Reserve(Demand(A, "10s", 3, 4))).FitsAt);
    }

    [Fact]
    public async Task ReserveAsync_Decimals_AreExact()
    {
        for (var i = 0; i < 10; i++)
        {
            Assert.True((await Reserve(Demand(A, "day", 1, 0.1m))).Fits);
        }

        Assert.False((await Reserve(Demand(A, "day", 1, 0.000000001m))).Fits);
        Assert.True((await Reserve(Demand(A, "day", 1, 0m))).Fits);
    }

    [Fact]
    public async Task ReserveAsync_LargestAmounts_DoNotOverflow()
    {
        const decimal most = long.MaxValue;
        Assert.True((await Reserve(Demand(A, "day", most, most))).Fits);
        Assert.False((await Reserve(Demand(A, "day", most, most))).Fits);
        for (var i = 0; i < 20; i++)
        {
            Assert.True((await Reserve(Demand(B, "10s", 1, most - 0.000000001m) with { IsShadow = true })).Fits);
        }
    }

    [Fact]
    public async Task ReserveAsync_Sliding_CountsWhileNowIsBeforeItsEnd()
    {
        await Reserve(Demand(A, "10s", 2, 1));
        Time.Advance(TimeSpan.FromSeconds(4));
        await Reserve(Demand(A, "10s", 2, 1));
        Time.Advance(TimeSpan.FromSeconds(6) - TimeSpan.FromTicks(1));

        var refused = await Reserve(Demand(A, "10s", 2, 1));
        Assert.Equal(Time.GetUtcNow() + TimeSpan.FromTicks(1), refused.FitsAt);
        Assert.Equal(Time.GetUtcNow() + TimeSpan.FromSeconds(4) + TimeSpan.FromTicks(1), (await Reserve(Demand(A, "10s", 2, 2))).FitsAt);
        Time.Advance(TimeSpan.FromTicks(1));
        Assert.True((await Reserve(Demand(A, "10s", 2, 1))).Fits);
        Assert.False((await Reserve(Demand(A, "10s", 2, 1))).Fits);
    }

    [Theory]
    [InlineData("minute", "2026-11-22T12:00:59.9999999Z", "2026-11-22T12:01:00Z")]
    [InlineData("hour", "2026-11-22T12:59:59.9999999Z", "2026-11-22T13:00:00Z")]
    [InlineData("day", "2028-02-28T23:59:59.9999999Z", "2028-02-29T00:00:00Z")]
    [InlineData("week", "2026-11-22T23:59:59.9999999Z", "2026-11-23T00:00:00Z")]
    [InlineData("month", "2028-02-29T23:59:59.9999999Z", "2028-03-01T00:00:00Z")]
    [InlineData("month", "2026-12-31T23:59:59.9999999Z", "2027-01-01T00:00:00Z")]
    public async Task ReserveAsync_Calendar_StartsAnewAtTheBoundary(string window, string last, string next)
    {
        Time.SetUtcNow(DateTimeOffset.Parse(last));
        await Reserve(Demand(A, window, 1, 1));

        var refused = await Reserve(Demand(A, window, 1, 1));
        Assert.Equal(DateTimeOffset.Parse(next), refused.FitsAt);
        Time.SetUtcNow(DateTimeOffset.Parse(next));
        Assert.True((await Reserve(Demand(A, window, 1, 1))).Fits);
    }

    [Fact]
    public async Task ReserveAsync_ClockSetBack_StandsStill()
    {
        Time.SetUtcNow(new DateTimeOffset(2026, 11, 23, 13, 0, 0, TimeSpan.Zero));
        var spent = await Reserve(Demand(A, "day", 1, 1));
        await Reserve(Demand(B, "1h", 1, 1));
        Time.AdjustTime(new DateTimeOffset(2026, 11, 22, 12, 0, 0, TimeSpan.Zero));

        Assert.False((await Reserve(Demand(A, "day", 1, 1))).Fits);
        Assert.False((await Reserve(Demand(B, "1h", 1, 1))).Fits);
        var other = await Reserve(Demand(A, "day", 2, 1));
        Assert.Equal(spent.Reserved[0].At, other.Reserved[0].At);
    }

    [Fact]
    public async Task ReserveAsync_Shadow_CountsAndNeverRefuses()
    {
        Assert.True((await Reserve(Demand(A, "day", 1, 5) with { IsShadow = true })).Fits);
        Assert.False((await Reserve(Demand(A, "day", 5, 1))).Fits);
    }

    [Fact]
    public async Task PeekAsync_TakesNothing()
    {
        CounterDemand[] demands = [Demand(A, "10s", 1, 1)];
        Assert.True((await Store.PeekAsync(demands, Cancel)).Fits);
        Assert.True((await Store.PeekAsync(demands, Cancel)).Fits);
        await Reserve(demands);
        Assert.Equal(0, (await Store.PeekAsync(demands, Cancel)).RefusedAt);
    }

    [Theory]
    [InlineData("day")]
    [InlineData("1h")]
    public async Task ReleaseAsync_GivesBackExactlyOnce(string window)
    {
        var first = await Reserve(Demand(A, window, 3, 2));
        var second = await Reserve(Demand(A, window, 3, 1));
        await Store.ReleaseAsync(first.Reserved, Cancel);

        Assert.False((await Reserve(Demand(A, window, 3, 2.5m))).Fits);
        Assert.True((await Reserve(Demand(A, window, 3, 2))).Fits);
        await Store.ReleaseAsync(second.Reserved, Cancel);
        await Store.ReleaseAsync([], Cancel);
        await Store.ReleaseAsync(default, Cancel);
        Assert.True((await Reserve(Demand(A, window, 3, 1))).Fits);
        Assert.False((await Reserve(Demand(A, window, 3, 0.1m))).Fits);
    }

    [Fact]
    public async Task ReleaseAsync_WindowHasPassed_GivesNothing()
    {
        var old = await Reserve(Demand(A, "minute", 2, 2), Demand(B, "10s", 2, 2));
        Time.Advance(TimeSpan.FromMinutes(1));
        await Reserve(Demand(A, "minute", 2, 2), Demand(B, "10s", 2, 2));

        await Store.ReleaseAsync(old.Reserved, Cancel);

        Assert.False((await Reserve(Demand(A, "minute", 2, 1))).Fits);
        Assert.False((await Reserve(Demand(B, "10s", 2, 1))).Fits);
    }

    [Fact]
    public async Task ReserveAsync_SixteenThreads_ExactlyMax()
    {
        var (taken, _) = (0, Store);
        await Parallel.ForAsync(0, 800, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (_, _) =>
        {
            if ((await Reserve(Demand(A, "1h", 100, 1), Demand(B, "day", 10_000, 0.5m))).Fits)
            {
                Interlocked.Increment(ref taken);
            }
        });

        Assert.Equal(100, taken);
        Assert.False((await Reserve(Demand(B, "day", 59, 9.5m))).Fits);
        Assert.True((await Reserve(Demand(B, "day", 59, 9m))).Fits);
    }

    protected static CounterDemand Demand(string counter, string window, decimal max, decimal amount) =>
        new(counter, WindowText.Read(window)!, max, amount, IsShadow: false);

    protected async Task<CounterAnswer> Reserve(params CounterDemand[] demands) => await Store.ReserveAsync(demands, Cancel);

    protected virtual void Dispose(bool isDisposing)
    {
    }
}
