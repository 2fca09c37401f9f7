using System.Collections.Immutable;
using Gatehouse.Gateway.Limits;

namespace Gatehouse.Ledger.Counters;

/// <summary>The counters of a process that alone owns its data folder: in memory, one lock over all counters of a call.</summary>
/// <remarks>They outlive a kill because every reservation stands in the journal's intents.</remarks>
public sealed class LocalCounters : ICounterStore
{
    private readonly Lock _gate = new();
    private readonly CounterBook _book;
    private readonly ClosedWindows _closed;
    private readonly Reservation.Find _find;
    private readonly Reservation.Find _findOrAdd;

    /// <summary>Counters that start at zero.</summary>
    public LocalCounters(TimeProvider time)
        : this(new CounterBook(new StoreClock(time)))
    {
    }

    /// <summary>Counters that go on from what the journal tells.</summary>
    internal LocalCounters(CounterBook book, ClosedWindows closed = default) =>
        (_book, _closed, _find, _findOrAdd) = (book, closed, book.Find, book.FindOrAdd);

    /// <inheritdoc/>
    public ValueTask<CounterAnswer> PeekAsync(ReadOnlyMemory<CounterDemand> demands, CancellationToken cancel)
    {
        lock (_gate)
        {
            return new(Reservation.Check(demands.Span, _book.Clock.Now(), _closed, _find));
        }
    }

    /// <inheritdoc/>
    public ValueTask<CounterAnswer> ReserveAsync(ReadOnlyMemory<CounterDemand> demands, CancellationToken cancel)
    {
        lock (_gate)
        {
            var now = _book.Clock.Now();
            var answer = Reservation.Check(demands.Span, now, _closed, _find);
            return new(answer.Fits ? Reservation.Take(demands.Span, now, _findOrAdd) : answer);
        }
    }

    /// <inheritdoc/>
    public ValueTask ReleaseAsync(ImmutableArray<Reserved> reserved, CancellationToken cancel)
    {
        lock (_gate)
        {
            foreach (var one in reserved.IsDefault ? [] : reserved)
            {
                _book.GiveBack(one);
            }
        }

        return ValueTask.CompletedTask;
    }
}
