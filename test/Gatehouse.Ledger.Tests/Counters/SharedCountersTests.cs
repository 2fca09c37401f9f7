using Gatehouse.Gateway.Limits;
using Gatehouse.Ledger.Counters;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Migrations;

namespace Gatehouse.Ledger.Tests.Counters;

public class SharedCountersTests : CounterStoreContract
{
    private readonly StoreUnderTest _store = new();
    private readonly List<LedgerStore> _open = [];
    private SharedCounters? _counters;

    protected override ICounterStore Store => _counters ??= Another();

    [Fact]
    public async Task ReserveAsync_TwoStoresOfOneFile_CountTogether()
    {
        var other = Another();
        Assert.True((await Reserve(Demand("aa", "1h", 3, 2))).Fits);

        Assert.False((await other.ReserveAsync(new[] { Demand("aa", "1h", 3, 2) }, Cancel)).Fits);
        Assert.True((await other.ReserveAsync(new[] { Demand("aa", "1h", 3, 1) }, Cancel)).Fits);
    }

    [Fact]
    public async Task ReserveAsync_StoreFails_Denies()
    {
        _ = Store;
        await _open[0].WriteAsync<int>(
            static transaction => ValueTask.FromResult<(int, Gatehouse.Policy.Fault?)>((Sql.Execute(transaction, "DROP TABLE counter"), null)),
            Cancel);

        var answer = await Reserve(Demand("aa", "1h", 3, 1));

        Assert.Equal((0, (DateTimeOffset?)null), (answer.RefusedAt, answer.FitsAt));
    }

    [Fact]
    public async Task ReserveAsync_ManyCounters_TableIsBounded()
    {
        for (var i = 0; i < 600; i++)
        {
            await Reserve(Demand($"{i:x32}", "1s", 5, 1));
            Time.Advance(TimeSpan.FromMilliseconds(50));
        }

        var (count, _) = await _open[0].ReadAsync(
            static transaction => Sql.Number(transaction, "SELECT (SELECT count(*) FROM counter) + (SELECT count(*) FROM reservation)"),
            Cancel);
        Assert.InRange(count, 1, 600);
    }

    protected override void Dispose(bool isDisposing)
    {
        _store.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    private SharedCounters Another()
    {
        _open.Add(_store.Open(StateSchema.Current));
        return new SharedCounters(_open[^1], Time);
    }
}

/// <summary>The same on PostgreSQL.</summary>
public sealed class PostgresSharedCountersTests : SharedCountersTests;
