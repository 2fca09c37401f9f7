namespace Gatehouse.Ledger.Index;

/// <summary>How long a span one total covers. A value is its length in seconds.</summary>
public enum TotalStep
{
    /// <summary>Kept for eight days.</summary>
    Minute = 60,

    /// <summary>Kept for 400 days.</summary>
    Hour = 3_600,

    /// <summary>UTC days; kept as long as the index.</summary>
    Day = 86_400,
}

/// <summary>What steps do.</summary>
public static class TotalSteps
{
    /// <summary>The beginning of the span that a time is in.</summary>
    public static DateTimeOffset Floor(this TotalStep step, DateTimeOffset time) => new(step.Floor(time.UtcTicks), TimeSpan.Zero);

    internal static long Floor(this TotalStep step, long ticks) => ticks - (ticks % ((int)step * TimeSpan.TicksPerSecond));
}
