using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Gateway.Limits;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Counters;

/// <summary>The counters of several processes: in their common database, one immediate transaction a call.</summary>
/// <remarks>A database that does not answer refuses every call with limits: nobody knows whether there is room.</remarks>
public sealed class SharedCounters : ICounterStore
{
    private const int SweepEvery = 256;

    private readonly LedgerStore _store;
    private readonly TimeProvider _time;
    private readonly ClosedWindows _closed;
    private int _calls;

    internal SharedCounters(LedgerStore store, TimeProvider time, ClosedWindows closed = default) =>
        (_store, _time, _closed) = (store, time, closed);

    /// <inheritdoc/>
    public ValueTask<CounterAnswer> PeekAsync(ReadOnlyMemory<CounterDemand> demands, CancellationToken cancel) =>
        RunAsync(demands, take: false, cancel);

    /// <inheritdoc/>
    public ValueTask<CounterAnswer> ReserveAsync(ReadOnlyMemory<CounterDemand> demands, CancellationToken cancel) =>
        RunAsync(demands, take: true, cancel);

    /// <inheritdoc/>
    public async ValueTask ReleaseAsync(ImmutableArray<Reserved> reserved, CancellationToken cancel)
    {
        if (reserved.IsDefaultOrEmpty)
        {
            return;
        }

        await _store.WriteAsync<bool>(
            transaction =>
            {
                var now = StateClock.Now(transaction, _time);
                foreach (var one in reserved)
                {
                    if (WindowText.Read(one.Window) is { } window)
                    {
                        new SqlTally(transaction, new CounterKey(one.Counter, one.Window), window)
                            .GiveBack(one.At, Amount.Billionths(one.Amount), now);
                    }
                }

                return ValueTask.FromResult<(bool, Fault?)>((true, null));
            },
            cancel).ConfigureAwait(false);
    }

    private async ValueTask<CounterAnswer> RunAsync(ReadOnlyMemory<CounterDemand> demands, bool take, CancellationToken cancel)
    {
        if (demands.IsEmpty)
        {
            return new CounterAnswer(-1, null, []);
        }

        var (answer, fault) = await _store.WriteAsync<CounterAnswer>(
            transaction =>
            {
                // A tally is loaded once: what a call reserves first counts for its second demand.
                var loaded = new Dictionary<CounterKey, Tally>();
                Tally Find(CounterKey key, Policy.Language.LimitWindow window) =>
                    loaded.TryGetValue(key, out var tally) ? tally : loaded[key] = new SqlTally(transaction, key, window);
                var now = StateClock.Now(transaction, _time);
                var answer = Reservation.Check(demands.Span, now, _closed, Find);
                if (take && answer.Fits)
                {
                    answer = Reservation.Take(demands.Span, now, Find);
                    Sweep(transaction, now);
                }

                // A refusal and a peek take nothing: what they have tidied up is rolled back, time is kept by the next.
                return ValueTask.FromResult((answer, take && answer.Fits ? null : Nothing));
            },
            cancel).ConfigureAwait(false);

        // A refusal at the first demand, without a time: an unreachable store denies.
        return fault is null || ReferenceEquals(fault, Nothing) ? answer : new CounterAnswer(0, null, []);
    }

    private static readonly Fault Nothing = new(LedgerFaults.StoreUnavailable, "nothing is to be written");

    // Counters that no longer count go away, so the table is bounded by what happens within its windows.
    private void Sweep(DbTransaction transaction, DateTimeOffset now)
    {
        if (Interlocked.Increment(ref _calls) % SweepEvery != 0)
        {
            return;
        }

        Sql.Execute(
            transaction,
            """
            DELETE FROM reservation WHERE (counter, "window") IN (SELECT counter, "window" FROM counter WHERE ends <= $1)
            """,
            now.UtcTicks);
        Sql.Execute(transaction, "DELETE FROM counter WHERE ends <= $1", now.UtcTicks);
    }
}
