namespace Gatehouse.Policy.Operators.Sql;

/// <summary>Where strings and quoted names end. Everything here returns −1 where that is not certain.</summary>
internal static class SqlQuotes
{
    /// <summary>The length of a quoted piece with its quotes.</summary>
    /// <param name="text">Begins with the opening quote.</param>
    /// <param name="close">What closes it; twice it stands for itself.</param>
    /// <param name="backslash">What a backslash does.</param>
    public static int Length(ReadOnlySpan<byte> text, byte close, SqlBackslash backslash)
    {
        for (var at = 1; at < text.Length; at++)
        {
            if (text[at] == close)
            {
                if (at + 1 == text.Length || text[at + 1] != close)
                    return at + 1;
                at++;
            }
            else if (text[at] == '\\' && backslash != SqlBackslash.Plain)
            {
                if (backslash == SqlBackslash.Refused)
                    return -1;
                if (backslash == SqlBackslash.Escape)
                {
                    at++;
                    continue;
                }

                // Whether a backslash escapes is a setting of the server: an odd number before a quote is ambiguous.
                var run = text[at..].IndexOfAnyExcept((byte)'\\');
                if (run < 0 || (run % 2 == 1 && text[at + run] == close))
                    return -1;
                at += run - 1;
            }
        }

        return -1;
    }

    /// <summary>The length of <c>[name]</c>: in SQLite to the first bracket, in T-SQL two brackets are one.</summary>
    public static int BracketLength(ReadOnlySpan<byte> text, SqlDialect dialect) =>
        dialect == SqlDialect.Sqlite ? text.IndexOf((byte)']') + 1 is var end and > 0 ? end : -1
        : Length(text, (byte)']', SqlBackslash.Plain);

    /// <summary>The length of <c>$tag$…$tag$</c>; 0 where the dollar begins no such string.</summary>
    public static int DollarLength(ReadOnlySpan<byte> text)
    {
        var tag = 1;
        while (tag < text.Length && (SqlWords.IsWordCharacter(text[tag]) || text[tag] >= 0x80))
            tag++;
        if (tag == text.Length || text[tag] != '$' || char.IsAsciiDigit((char)text[1]))
            return 0;
        var end = text[(tag + 1)..].IndexOf(text[..(tag + 1)]);
        return end < 0 ? -1 : end + (2 * (tag + 1));
    }
}
