using System.Text;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>Text of outsiders for the log: one line of visible ASCII, cut off.</summary>
internal static class LogText
{
    private const int MaxLength = 500;

    public static string Escape(ReadOnlySpan<byte> utf8)
    {
        var cut = utf8.Length > MaxLength;
        var text = new StringBuilder(Math.Min(utf8.Length, MaxLength) + 8);
        foreach (var rune in Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, MaxLength)]).EnumerateRunes())
        {
            if (rune.Value is >= ' ' and <= '~' and not '\\')
                text.Append((char)rune.Value);
            else
                text.Append("\\u{").Append(rune.Value.ToString("x", null)).Append('}');
        }

        return text.Append(cut ? "..." : "").ToString();
    }
}
