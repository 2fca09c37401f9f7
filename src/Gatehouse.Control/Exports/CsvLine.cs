using System.Globalization;
using System.Text;

namespace Gatehouse.Control.Exports;

/// <summary>One line of CSV (RFC 4180) that a spreadsheet shows as text and never as a formula.</summary>
internal static class CsvLine
{
    /// <summary>The fields and a line end; null is an empty field.</summary>
    public static string Of(params IEnumerable<object?> fields) => string.Join(',', fields.Select(static field => Field(Text(field)))) + "\r\n";

    private static string Text(object? field) => field switch
    {
        null => "",
        string text => text,
        DateTimeOffset time => time.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
        IFormattable value => value.ToString(null, CultureInfo.InvariantCulture),
        _ => field.ToString()!,
    };

    private static string Field(string text)
    {
        // SECURITY: what a spreadsheet would run is made text, however many blanks stand before it.
        var isFormula = text.AsSpan().TrimStart().IndexOfAny("=+-@\t\r\n＝＋－＠|%") == 0 || text.Length > 0 && char.IsControl(text[0]);
        var line = OneLine(text);
        if (isFormula && !IsNumber(text))
        {
            line = "'" + line;
        }

        return line.AsSpan().IndexOfAny(",\"' ;") >= 0 ? $"\"{line.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : line;
    }

    // Our own numbers may be negative; a text that is a plain number runs nothing.
    private static bool IsNumber(string text) => decimal.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) && text[0] is '-' or >= '0' and <= '9';

    // One entry stays one line, and nothing in it hides: what cannot be seen is written out.
    private static string OneLine(string text)
    {
        if (!text.EnumerateRunes().Any(IsHidden))
        {
            return text;
        }

        var line = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            _ = IsHidden(rune) ? line.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}") : line.Append(rune);
        }

        return line.ToString();
    }

    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
