using System.Globalization;
using System.Text;

namespace Gatehouse.Policy.Language;

/// <summary>Puts an author's text into a message: in backticks, short, and on one line.</summary>
internal static class Quote
{
    private const int Cap = 80;

    /// <summary>The text in backticks.</summary>
    public static string Text(string text)
    {
        var built = new StringBuilder("`");
        foreach (var rune in text.EnumerateRunes())
        {
            if (built.Length > Cap)
            {
                return built.Append("…`").ToString();
            }

            built.Append(IsPlain(rune) ? rune.ToString() : "\uFFFD");
        }

        return built.Append('`').ToString();
    }

    /// <summary>Words for a hint: <c>`a`, `b` or `c`</c>.</summary>
    public static string Choice(IReadOnlyList<string> words) =>
        words.Count == 1
            ? Text(words[0])
            : string.Join(", ", words.SkipLast(1).Select(Text)) + " or " + Text(words[^1]);

    /// <summary>Names for a message, at most three of them: <c>`a`, `b`, `c` and 4 more</c>.</summary>
    public static string Some(IReadOnlyList<string> names) =>
        names.Count <= 3
            ? string.Join(", ", names.Select(Text))
            : string.Join(", ", names.Take(3).Select(Text)) + $" and {names.Count - 3} more";

    // SECURITY: a name may come from a server; what would move a cursor or turn the reading direction is not repeated.
    private static bool IsPlain(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
