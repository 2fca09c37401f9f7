using System.Collections.Immutable;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Limits;

/// <summary>Keeps the running sums of limits: reserve all of a call's counters or none.</summary>
/// <remarks>`policy-language` section 5 says what a window is. Time is the store's and never goes back.</remarks>
public interface ICounterStore
{
    /// <summary>Whether all would fit now; takes nothing.</summary>
    ValueTask<CounterAnswer> PeekAsync(ReadOnlyMemory<CounterDemand> demands, CancellationToken cancel);

    /// <summary>Takes all or none, atomically.</summary>
    ValueTask<CounterAnswer> ReserveAsync(ReadOnlyMemory<CounterDemand> demands, CancellationToken cancel);

    /// <summary>Gives a reservation back, because provably nothing was sent.</summary>
    ValueTask ReleaseAsync(ImmutableArray<Reserved> reserved, CancellationToken cancel);
}

/// <summary>One counter and what a call needs of it.</summary>
/// <param name="Counter">Which counter: 32 lower-case hex digits, a digest of everything in its identity.</param>
/// <param name="Window">The window.</param>
/// <param name="Max">The sum may reach it and never exceeds it.</param>
/// <param name="Amount">How much to add: exact, 0 or more.</param>
/// <param name="IsShadow">Counted, but never refused: the document only observes.</param>
public readonly record struct CounterDemand(
    string Counter, LimitWindow Window, decimal Max, decimal Amount, bool IsShadow);

/// <summary>What the store says.</summary>
/// <param name="RefusedAt">Index of the first demand without room; −1 when all fit.</param>
/// <param name="FitsAt">When the refused amount will fit if nothing else happens; null for never.</param>
/// <param name="Reserved">What was taken; empty for a peek or a refusal.</param>
public readonly record struct CounterAnswer(int RefusedAt, DateTimeOffset? FitsAt, ImmutableArray<Reserved> Reserved)
{
    /// <summary>Whether all demands fit.</summary>
    public bool Fits => RefusedAt < 0;
}

/// <summary>One amount that was taken, as the intent carries it, so that counters can be rebuilt from the journal.</summary>
/// <param name="Counter">Which counter.</param>
/// <param name="Window">Its window as text, as in <see cref="LimitWindow.Text"/>.</param>
/// <param name="At">The store's time of the reservation.</param>
/// <param name="Amount">How much.</param>
public readonly record struct Reserved(string Counter, string Window, DateTimeOffset At, decimal Amount);
