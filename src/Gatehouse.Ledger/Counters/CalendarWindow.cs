using Gatehouse.Policy.Language;

namespace Gatehouse.Ledger.Counters;

/// <summary>Fixed windows, aligned to the UTC calendar; a week begins on Monday.</summary>
internal static class CalendarWindow
{
    public static DateTimeOffset Start(CalendarUnit unit, DateTimeOffset time)
    {
        var utc = time.UtcDateTime;
        var start = unit switch
        {
            CalendarUnit.Minute => utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerMinute)),
            CalendarUnit.Hour => utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerHour)),
            CalendarUnit.Day => utc.Date,
            CalendarUnit.Week => utc.Date.AddDays(-(((int)utc.DayOfWeek + 6) % 7)),
            _ => new DateTime(utc.Year, utc.Month, 1, 0, 0, 0, DateTimeKind.Utc),
        };
        return new DateTimeOffset(start, TimeSpan.Zero);
    }

    public static DateTimeOffset Next(CalendarUnit unit, DateTimeOffset start) => unit switch
    {
        CalendarUnit.Minute => start.AddMinutes(1),
        CalendarUnit.Hour => start.AddHours(1),
        CalendarUnit.Day => start.AddDays(1),
        CalendarUnit.Week => start.AddDays(7),
        _ => start.AddMonths(1),
    };
}
