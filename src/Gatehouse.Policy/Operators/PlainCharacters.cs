using System.Buffers;
using System.Text;

namespace Gatehouse.Policy.Operators;

/// <summary>Characters that programs trim, drop or show differently, so that a text with them is not plain.</summary>
internal static class PlainCharacters
{
    /// <summary>Whether a control character (C0, DEL or C1) is in the text.</summary>
    public static bool HasControl(ReadOnlySpan<byte> utf8)
    {
        if (utf8.ContainsAnyInRange((byte)0, (byte)0x1F) || utf8.Contains((byte)0x7F))
            return true;

        // U+0080 to U+009F are C2 80 to C2 9F.
        for (var at = utf8.IndexOf((byte)0xC2); at >= 0 && at + 1 < utf8.Length;)
        {
            if (utf8[at + 1] <= 0x9F)
                return true;
            var next = utf8[(at + 2)..].IndexOf((byte)0xC2);
            at = next < 0 ? -1 : at + 2 + next;
        }

        return false;
    }

    /// <summary>Whether a blank of any alphabet is in the text.</summary>
    public static bool HasBlank(ReadOnlySpan<byte> utf8)
    {
        if (!utf8.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E))
            return false;
        while (Rune.DecodeFromUtf8(utf8, out var rune, out var length) == OperationStatus.Done)
        {
            if (IsBlank(rune))
                return true;
            utf8 = utf8[length..];
        }

        return !utf8.IsEmpty;
    }

    /// <summary>Whether the first or the last character is a blank.</summary>
    public static bool HasBlankAtAnEnd(ReadOnlySpan<byte> utf8) =>
        (Rune.DecodeFromUtf8(utf8, out var first, out _) == OperationStatus.Done && IsBlank(first))
        || HasBlankAtTheEnd(utf8);

    /// <summary>Whether the last character is a blank.</summary>
    public static bool HasBlankAtTheEnd(ReadOnlySpan<byte> utf8) =>
        Rune.DecodeLastFromUtf8(utf8, out var last, out _) == OperationStatus.Done && IsBlank(last);

    /// <summary>Whether a percent sign with two hexadecimal digits is in the text.</summary>
    public static bool HasPercentCode(ReadOnlySpan<byte> utf8)
    {
        for (var at = utf8.IndexOf((byte)'%'); at >= 0 && at + 2 < utf8.Length; at++)
        {
            if (utf8[at] == '%' && char.IsAsciiHexDigit((char)utf8[at + 1]) && char.IsAsciiHexDigit((char)utf8[at + 2]))
                return true;
        }

        return false;
    }

    // What trim removes in one language or another; U+FEFF is no blank to Unicode but is one to JavaScript.
    private static bool IsBlank(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value == 0xFEFF;
}
