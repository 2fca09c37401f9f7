using Gatehouse.Policy.Language;

namespace Gatehouse.Ledger.Counters;

/// <summary>After a restore nobody knows what was spent since the backup: windows that were open then have no room until they end.</summary>
/// <param name="RestoredAt">When; null where nothing was restored.</param>
internal readonly record struct ClosedWindows(DateTimeOffset? RestoredAt)
{
    /// <summary>When a window has room again; null where it has already.</summary>
    public DateTimeOffset? Until(LimitWindow window, DateTimeOffset now)
    {
        if (RestoredAt is not { } at)
        {
            return null;
        }

        var ends = window.Calendar is { } unit ? CalendarWindow.Next(unit, CalendarWindow.Start(unit, at)) : at + window.Length;
        return now < ends ? ends : null;
    }
}
