using System.Globalization;
using System.Text;

namespace Gatehouse.Gateway.Tools.Texts;

/// <summary>Characters that people do not see, or that act on what shows them.</summary>
internal static class Unseen
{
    private const int Joiner = 0x200D;

    /// <summary>The first character of the text that is hidden or acts on a terminal, with its place; null where all is plain.</summary>
    public static (TextFlaw Flaw, int At)? Find(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return null;
        }

        var before = default(Rune);
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            if (Flaw(rune, before) is { } flaw)
            {
                return (flaw, at);
            }

            before = rune;
            at += length;
        }

        return null;
    }

    private static TextFlaw? Flaw(Rune rune, Rune before) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control => rune.Value is '\n' or '\r' or '\t' ? null : TextFlaw.TerminalCodes,
        UnicodeCategory.Format => IsJoining(rune, before) ? null : TextFlaw.HiddenCharacters,
        UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned => TextFlaw.HiddenCharacters,
        _ => IsBlank(rune.Value, before) ? TextFlaw.HiddenCharacters : null,
    };

    // Emoji are joined, and some scripts need the joiners inside words; behind a plain letter they hide something.
    private static bool IsJoining(Rune rune, Rune before) => rune.Value is Joiner or 0x200C
        && (IsPicture(before) || before.Value is (>= 0x0590 and <= 0x0DFF) or 0xFE0F);

    private static bool IsPicture(Rune rune) => Rune.GetUnicodeCategory(rune) is
        UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol or UnicodeCategory.MathSymbol;

    // Letters and marks by category that nothing is drawn for. A variation selector is plain behind what it varies.
    private static bool IsBlank(int value, Rune before) => value switch
    {
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xE0000 and <= 0xE0FFF) => true,
        >= 0x180B and <= 0x180F => before.Value is < 0x1800 or > 0x18AF,
        0xFE0E or 0xFE0F => !IsPicture(before) && before.Value is not ((>= '0' and <= '9') or '#' or '*')
            && Rune.GetUnicodeCategory(before) is not UnicodeCategory.OtherPunctuation,
        >= 0xFE00 and <= 0xFE0D => before.Value < 0x2E80,
        _ => false,
    };
}
