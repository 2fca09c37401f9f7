using System.Globalization;

namespace Gatehouse.Cli.Commands;

/// <summary>Durations and times of the command line: <c>90d</c>, <c>15m</c>, or RFC 3339.</summary>
internal static class DurationText
{
    private static readonly string[] _forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>A whole number and <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>; null for anything else.</summary>
    public static TimeSpan? Duration(string text)
    {
        if (text.Length < 2 || !int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || number > 1_000_000)
        {
            return null;
        }

        return text[^1] switch
        {
            's' => TimeSpan.FromSeconds(number),
            'm' => TimeSpan.FromMinutes(number),
            'h' => TimeSpan.FromHours(number),
            'd' => TimeSpan.FromDays(number),
            _ => null,
        };
    }

    /// <summary>A time, UTC where it has no offset; null for anything else.</summary>
    public static DateTimeOffset? Time(string text) => DateTimeOffset.TryParseExact(
        text, _forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time : null;

    /// <summary>A time, or so long before now.</summary>
    public static DateTimeOffset? Before(string text, DateTimeOffset now) =>
        Duration(text) is { } ago && ago < now - DateTimeOffset.UnixEpoch ? now - ago : Time(text);

    /// <summary>A time, or so long after now.</summary>
    public static DateTimeOffset? After(string text, DateTimeOffset now) =>
        Duration(text) is { } ahead && ahead < DateTimeOffset.MaxValue - now ? now + ahead : Time(text);
}
