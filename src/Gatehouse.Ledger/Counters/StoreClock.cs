namespace Gatehouse.Ledger.Counters;

/// <summary>The store's time: never goes back. When the clock is set back, it stands still.</summary>
internal sealed class StoreClock(TimeProvider time)
{
    /// <summary>The latest time that was seen, by this process or an earlier one.</summary>
    public DateTimeOffset Latest { get; private set; } = DateTimeOffset.MinValue;

    public DateTimeOffset Now()
    {
        Observe(time.GetUtcNow());
        return Latest;
    }

    public void Observe(DateTimeOffset seen) => Latest = seen > Latest ? seen : Latest;
}
