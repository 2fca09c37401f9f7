using System.Globalization;
using Gatehouse.Policy.Language;

namespace Gatehouse.Ledger.Counters;

/// <summary>Reads a window back from its text, as it stands in the journal.</summary>
internal static class WindowText
{
    public static LimitWindow? Read(string text) => text switch
    {
        "minute" => new LimitWindow(text, CalendarUnit.Minute, TimeSpan.Zero),
        "hour" => new LimitWindow(text, CalendarUnit.Hour, TimeSpan.Zero),
        "day" => new LimitWindow(text, CalendarUnit.Day, TimeSpan.Zero),
        "week" => new LimitWindow(text, CalendarUnit.Week, TimeSpan.Zero),
        "month" => new LimitWindow(text, CalendarUnit.Month, TimeSpan.Zero),
        _ => Sliding(text),
    };

    private static LimitWindow? Sliding(string text)
    {
        if (text.Length < 2
            || !long.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is <= 0 or > 31 * 86_400)
        {
            return null;
        }

        TimeSpan? unit = text[^1] switch
        {
            's' => TimeSpan.FromSeconds(1),
            'm' => TimeSpan.FromMinutes(1),
            'h' => TimeSpan.FromHours(1),
            'd' => TimeSpan.FromDays(1),
            _ => null,
        };
        return unit is { } length ? new LimitWindow(text, null, length * count) : null;
    }
}
