using System.Globalization;

namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>What stands after a backslash: one character, or the members of a class.</summary>
/// <param name="Character">The character, where there is no set and no error.</param>
/// <param name="Set">Class members for .NET, to stand in brackets.</param>
/// <param name="Error">A phrase for a fault.</param>
internal readonly record struct PatternEscape(char Character, string? Set, string? Error)
{
    // Both engines know these. C is not here: the two disagree on characters that are not assigned.
    private static readonly string[] Categories =
    [
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe",
        "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp",
    ];

    /// <summary>Reads an escape behind its backslash.</summary>
    public static PatternEscape Read(PatternCursor cursor, PatternFlags flags)
    {
        var letter = cursor.Take();
        return letter switch
        {
            'd' => Of("0-9"),
            'D' => Of("\\u0000-\\u002F\\u003A-\\uFFFF"),
            's' => Of("\\u0009\\u000A\\u000C\\u000D\\u0020"),
            'S' => Of("\\u0000-\\u0008\\u000B\\u000E-\\u001F\\u0021-\\uFFFF"),
            'w' => Of(flags.IgnoreCase ? "0-9A-Z_a-z\\u017F" : "0-9A-Z_a-z"),
            'W' => Of(NotWord(flags)),
            't' => Of('\t'),
            'n' => Of('\n'),
            'r' => Of('\r'),
            'f' => Of('\f'),
            'v' => Of('\v'),
            'a' => Of('\a'),
            'x' => Hexadecimal(cursor),
            'p' or 'P' => Category(cursor, letter, flags),
            >= '0' and <= '9' => Wrong("back-references and octal escapes are not supported"),
            _ when char.IsAscii(letter) && !char.IsAsciiLetter(letter) && letter is not ('_' or '\0') => Of(letter),
            _ => Wrong($"`\\{letter}` is not an escape that RE2 and .NET share"),
        };
    }

    // Under (?i) a class takes in what its members fold to, so what folds to a word character is left out here.
    private static string NotWord(PatternFlags flags) => flags.IgnoreCase
        ? "\\u0000-\\u002F\\u003A-\\u0040\\u005B-\\u005E\\u0060\\u007B-\\u017E\\u0180-\\u2129\\u212B-\\uFFFF"
        : "\\u0000-\\u002F\\u003A-\\u0040\\u005B-\\u005E\\u0060\\u007B-\\uFFFF";

    private static PatternEscape Hexadecimal(PatternCursor cursor)
    {
        Span<char> digits = [cursor.Take(), cursor.Take()];
        return char.IsAsciiHexDigit(digits[0]) && char.IsAsciiHexDigit(digits[1])
            ? Of((char)int.Parse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture))
            : Wrong("`\\x` takes two hexadecimal digits");
    }

    private static PatternEscape Category(PatternCursor cursor, char letter, PatternFlags flags)
    {
        var name = "";
        if (cursor.TryTake('{'))
        {
            while (!cursor.AtEnd && cursor.Peek() != '}' && name.Length < 2)
                name += cursor.Take();
        }

        if (!cursor.TryTake('}') || !Categories.Contains(name, StringComparer.Ordinal))
            return Wrong($"`\\{letter}` takes a general category that RE2 and .NET share, like `\\{letter}{{L}}`");
        return flags.IgnoreCase && name is "Lu" or "Ll" or "Lt"
            ? Wrong($"`\\{letter}{{{name}}}` means different things under (?i)")
            : Of($"\\{letter}{{{name}}}");
    }

    private static PatternEscape Of(char character) => new(character, null, null);

    private static PatternEscape Of(string set) => new('\0', set, null);

    private static PatternEscape Wrong(string error) => new('\0', null, error);
}
