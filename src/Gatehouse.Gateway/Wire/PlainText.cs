using System.Globalization;
using System.Text;

namespace Gatehouse.Gateway.Wire;

/// <summary>Which characters a name may hold that people will read and machines will compare.</summary>
internal static class PlainText
{
    /// <summary>Whether a name has 1–128 characters, none of them control, bidirectional, zero-width or invisible.</summary>
    public static bool IsName(string name)
    {
        if (name.Length is 0 or > 128)
        {
            return false;
        }

        if (Ascii.IsValid(name))
        {
            return !HasControl(name);
        }

        foreach (var rune in name.EnumerateRunes())
        {
            if (!IsVisible(rune))
            {
                return false;
            }
        }

        return true;
    }

    public static bool HasControl(ReadOnlySpan<char> text) =>
        text.IndexOfAnyInRange('\0', '\u001F') >= 0 || text.IndexOfAnyInRange('\u007F', '\u009F') >= 0;

    private static bool IsVisible(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
            or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned
            or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate => false,
        _ => !IsBlankGlyph(rune.Value),
    };

    /// <summary>Letters and marks without a picture: grapheme joiner, Hangul fillers, Khmer inherent vowels, variation selectors.</summary>
    private static bool IsBlankGlyph(int value) => value is 0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164
        or 0xFFA0 or 0x2800 or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0100 and <= 0xE01EF) or (>= 0x180B and <= 0x180F);
}
