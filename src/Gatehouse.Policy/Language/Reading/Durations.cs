using System.Globalization;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Durations: a whole number and <c>s</c>, <c>m</c>, <c>h</c> or <c>d</c>.</summary>
internal static class Durations
{
    /// <summary>Reads one; a number too large for any place of the language reads as the largest duration.</summary>
    public static bool TryRead(string text, out TimeSpan duration)
    {
        duration = default;
        if (text.Length < 2 || text.AsSpan(0, text.Length - 1).ContainsAnyExceptInRange('0', '9')
            || (text[0] == '0' && text.Length > 2))
        {
            return false;
        }

        long seconds = text[^1] switch { 's' => 1, 'm' => 60, 'h' => 3_600, 'd' => 86_400, _ => 0 };
        if (seconds == 0)
        {
            return false;
        }

        duration = text.Length > 9
            ? TimeSpan.MaxValue
            : TimeSpan.FromSeconds(seconds * long.Parse(text.AsSpan(0, text.Length - 1), NumberStyles.None,
                CultureInfo.InvariantCulture));
        return true;
    }
}
