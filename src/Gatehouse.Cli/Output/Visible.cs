using System.Globalization;
using System.Text;

namespace Gatehouse.Cli.Output;

/// <summary>Text from outside made fit for a terminal: what would be unseen, or would act on the terminal, is spelt out.</summary>
/// <remarks>SECURITY: the one place. A tool's name, a description or an argument may try to move the cursor, to turn the
/// reading direction, or to say one thing to the person and another to the machine.</remarks>
internal static class Visible
{
    /// <summary>The text with every hidden, control and direction character as <c>\n</c> or <c>\u{202E}</c>.</summary>
    public static string Text(string? text)
    {
        if (string.IsNullOrEmpty(text) || !text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text ?? "";
        }

        var built = new StringBuilder(text.Length + 16);
        for (var at = 0; at < text.Length;)
        {
            // A lone surrogate decodes to the replacement character: its own number is shown instead.
            var isSound = Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length) == System.Buffers.OperationStatus.Done;
            built.Append(isSound && IsSeen(rune) ? rune.ToString() : Spelt(isSound ? rune.Value : text[at]));
            at += length;
        }

        return built.ToString();
    }

    /// <summary>The text cut after so many characters; how long the whole is stands behind it.</summary>
    public static string Short(string? text, int most) =>
        text is null || text.Length <= most
            ? Text(text)
            : $"{Text(text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)])}… ({text.Length} characters)";

    private static string Spelt(int number) => number switch
    {
        '\n' => "\\n",
        '\r' => "\\r",
        '\t' => "\\t",
        _ => $"\\u{{{number:X4}}}",
    };

    private static bool IsSeen(Rune rune) => !IsBlankLetter(rune.Value) && (rune.Value == ' ' || Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator));

    // Letters and marks by their category, yet nothing is drawn: fillers, joiners, variation selectors, the empty Braille cell.
    private static bool IsBlankLetter(int value) => value is
        0x034F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or (>= 0x180B and <= 0x180F) or 0x2800 or 0x3164 or 0xFFA0
        or (>= 0xFE00 and <= 0xFE0F) or (>= 0xE0000 and <= 0xE0FFF);
}
