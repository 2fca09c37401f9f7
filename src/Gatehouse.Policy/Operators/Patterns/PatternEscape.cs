using System.Globalization;

namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>What stands after a backslash: one character, or the members of a class.</summary>
/// <param name="Character">The character, where there is no set and no error.</param>
/// <param name="Set">The members of a class.</param>
/// <param name="Error">A phrase for a fault.</param>
internal readonly record struct PatternEscape(char Character, PatternSet? Set, string? Error)
{
    private const uint AllCategories = (1u << ((int)UnicodeCategory.OtherNotAssigned + 1)) - 1;

    // RE2 and .NET both know these. C is not here: the two disagree on characters that are not assigned.
    private static readonly (string Name, UnicodeCategory Category)[] Categories =
    [
        ("Lu", UnicodeCategory.UppercaseLetter), ("Ll", UnicodeCategory.LowercaseLetter), ("Lt", UnicodeCategory.TitlecaseLetter),
        ("Lm", UnicodeCategory.ModifierLetter), ("Lo", UnicodeCategory.OtherLetter), ("Mn", UnicodeCategory.NonSpacingMark),
        ("Mc", UnicodeCategory.SpacingCombiningMark), ("Me", UnicodeCategory.EnclosingMark),
        ("Nd", UnicodeCategory.DecimalDigitNumber), ("Nl", UnicodeCategory.LetterNumber), ("No", UnicodeCategory.OtherNumber),
        ("Pc", UnicodeCategory.ConnectorPunctuation), ("Pd", UnicodeCategory.DashPunctuation),
        ("Ps", UnicodeCategory.OpenPunctuation), ("Pe", UnicodeCategory.ClosePunctuation),
        ("Pi", UnicodeCategory.InitialQuotePunctuation), ("Pf", UnicodeCategory.FinalQuotePunctuation),
        ("Po", UnicodeCategory.OtherPunctuation), ("Sm", UnicodeCategory.MathSymbol), ("Sc", UnicodeCategory.CurrencySymbol),
        ("Sk", UnicodeCategory.ModifierSymbol), ("So", UnicodeCategory.OtherSymbol), ("Zs", UnicodeCategory.SpaceSeparator),
        ("Zl", UnicodeCategory.LineSeparator), ("Zp", UnicodeCategory.ParagraphSeparator),
    ];

    /// <summary>Reads an escape behind its backslash.</summary>
    public static PatternEscape Read(PatternCursor cursor, PatternFlags flags)
    {
        var letter = cursor.Take();
        return letter switch
        {
            'd' => Of(default, ('0', '9')),
            'D' => Of(default, ('\0', '/'), (':', '\uFFFF')),
            's' => Of(default, ('\t', '\n'), ('\f', '\r'), (' ', ' ')),
            'S' => Of(default, ('\0', '\b'), ('\v', '\v'), ('\x0E', '\x1F'), ('!', '\uFFFF')),
            'w' => Of(flags, ('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')),
            'W' => NotWord(flags),
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

    // Under (?i) the long s and U+212A are word characters, so they are left out here.
    private static PatternEscape NotWord(PatternFlags flags) => flags.IgnoreCase
        ? Of(
            default, ('\0', '/'), (':', '@'), ('[', '^'), ('`', '`'), ('{', '\u017E'), ('\u0180', '\u2129'),
            ('\u212B', '\uFFFF'))
        : Of(default, ('\0', '/'), (':', '@'), ('[', '^'), ('`', '`'), ('{', '\uFFFF'));

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

        var named = 0u;
        foreach (var (known, category) in Categories)
            named |= known == name || (name.Length == 1 && known[0] == name[0]) ? 1u << (int)category : 0;
        if (!cursor.TryTake('}') || named == 0)
            return Wrong($"`\\{letter}` takes a general category that RE2 and .NET share, like `\\{letter}{{L}}`");
        return flags.IgnoreCase && name is "Lu" or "Ll" or "Lt"
            ? Wrong($"`\\{letter}{{{name}}}` means different things under (?i)")
            : new PatternEscape('\0', new PatternSet().Add(letter == 'p' ? named : AllCategories & ~named), null);
    }

    private static PatternEscape Of(char character) => new(character, null, null);

    private static PatternEscape Of(PatternFlags flags, params ReadOnlySpan<(char Low, char High)> ranges)
    {
        var set = new PatternSet();
        foreach (var (low, high) in ranges)
            set.Add(low, high, flags);
        return new PatternEscape('\0', set, null);
    }

    private static PatternEscape Wrong(string error) => new('\0', null, error);
}
