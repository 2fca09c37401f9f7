using System.Buffers;
using System.Text;

namespace Gatehouse.Gateway.Wire;

/// <summary>Reads JSON strings that the scanner found sound. Texts are given without their quotes.</summary>
internal static class JsonString
{
    /// <summary>Writes the decoded UTF-8 of a string; never longer than the text as written.</summary>
    public static int Unescape(ReadOnlySpan<byte> text, Span<byte> decoded)
    {
        var length = 0;
        while (true)
        {
            var plain = text.IndexOf((byte)'\\');
            if (plain < 0)
            {
                text.CopyTo(decoded[length..]);
                return length + text.Length;
            }

            text[..plain].CopyTo(decoded[length..]);
            length += plain;
            text = text[plain..];
            var taken = ReadEscape(text, out var rune);
            length += rune.EncodeToUtf8(decoded[length..]);
            text = text[taken..];
        }
    }

    /// <summary>The string as .NET text.</summary>
    public static string Decode(ReadOnlySpan<byte> text)
    {
        if (!text.Contains((byte)'\\'))
        {
            return Encoding.UTF8.GetString(text);
        }

        byte[]? rented = null;
        var decoded = text.Length <= 256 ? stackalloc byte[256] : rented = ArrayPool<byte>.Shared.Rent(text.Length);
        var value = Encoding.UTF8.GetString(decoded[..Unescape(text, decoded)]);
        if (rented is not null)
        {
            ArrayPool<byte>.Shared.Return(rented);
        }

        return value;
    }

    /// <summary>Whether two strings are equal after unescaping.</summary>
    public static bool Same(ReadOnlySpan<byte> left, bool leftIsEscaped, ReadOnlySpan<byte> right, bool rightIsEscaped)
    {
        if (!leftIsEscaped && !rightIsEscaped)
        {
            return left.SequenceEqual(right);
        }

        while (!left.IsEmpty && !right.IsEmpty)
        {
            left = left[Next(left, out var one)..];
            right = right[Next(right, out var other)..];
            if (one != other)
            {
                return false;
            }
        }

        return left.IsEmpty && right.IsEmpty;
    }

    /// <summary>Whether a string equals a plain text after unescaping.</summary>
    public static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> plain) =>
        Same(text, text.Contains((byte)'\\'), plain, rightIsEscaped: false);

    /// <summary>Decodes one character, escaped or not; returns the bytes it took.</summary>
    public static int Next(ReadOnlySpan<byte> text, out Rune rune)
    {
        if (text[0] == '\\')
        {
            return ReadEscape(text, out rune);
        }

        Rune.DecodeFromUtf8(text, out rune, out var taken);
        return taken;
    }

    private static int ReadEscape(ReadOnlySpan<byte> text, out Rune rune)
    {
        if (text[1] != 'u')
        {
            rune = new Rune(text[1] switch
            {
                (byte)'b' => '\b',
                (byte)'f' => '\f',
                (byte)'n' => '\n',
                (byte)'r' => '\r',
                (byte)'t' => '\t',
                var same => (char)same,
            });
            return 2;
        }

        var unit = (char)Hex4(text[2..]);
        if (!char.IsHighSurrogate(unit))
        {
            rune = new Rune(unit);
            return 6;
        }

        rune = new Rune(unit, (char)Hex4(text[8..]));
        return 12;
    }

    /// <summary>Four hexadecimal digits, or a negative number.</summary>
    public static int Hex4(ReadOnlySpan<byte> digits)
    {
        if (digits.Length < 4)
        {
            return -1;
        }

        var value = 0;
        for (var i = 0; i < 4; i++)
        {
            var c = digits[i];
            var digit = c switch
            {
                >= (byte)'0' and <= (byte)'9' => c - '0',
                >= (byte)'a' and <= (byte)'f' => c - 'a' + 10,
                >= (byte)'A' and <= (byte)'F' => c - 'A' + 10,
                _ => -1,
            };
            if (digit < 0)
            {
                return -1;
            }

            value = (value << 4) | digit;
        }

        return value;
    }
}
