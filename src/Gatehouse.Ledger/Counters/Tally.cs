using Gatehouse.Policy.Language;

namespace Gatehouse.Ledger.Counters;

/// <summary>The running sum of one counter in its window. The caller holds the lock and brings the store's time.</summary>
internal abstract class Tally
{
    public static Tally For(LimitWindow window) => window.Calendar is { } unit
        ? new CalendarTally(unit)
        : new SlidingTally(window.Length);

    /// <summary>What counts at this time.</summary>
    public abstract Int128 Sum(DateTimeOffset now);

    public abstract void Add(DateTimeOffset at, Int128 amount);

    /// <summary>Takes a reservation back; one that no longer counts is gone already.</summary>
    public abstract void GiveBack(DateTimeOffset at, Int128 amount, DateTimeOffset now);

    /// <summary>When <paramref name="excess"/> of the sum will have gone.</summary>
    public abstract DateTimeOffset FreesAt(DateTimeOffset now, Int128 excess);

    /// <summary>What has to be kept: time and amount, oldest first.</summary>
    public abstract IEnumerable<(DateTimeOffset At, Int128 Amount)> Entries(DateTimeOffset now);

    /// <summary>Whether nothing counts any more, so that the tally can be forgotten.</summary>
    public bool IsIdle(DateTimeOffset now) => Sum(now) == 0;
}
