using System.Text;

namespace Gatehouse.Policy.Predicates;

/// <summary>The text inside JSON strings, to and from plain UTF-8, in buffers of the caller.</summary>
internal static class JsonText
{
    /// <summary>The most bytes that quoting can write for a text.</summary>
    public static int QuotedLength(string text) => (text.Length * 6) + 2;

    /// <summary>Writes a text as a JSON string with its quotes and returns the length.</summary>
    public static int Quote(string text, Span<byte> into)
    {
        var at = 0;
        into[at++] = (byte)'"';
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is '"' or '\\')
            {
                into[at++] = (byte)'\\';
                into[at++] = (byte)rune.Value;
            }
            else if (rune.Value < ' ')
            {
                "\\u00"u8.CopyTo(into[at..]);
                into[at + 4] = Hex(rune.Value >> 4);
                into[at + 5] = Hex(rune.Value & 15);
                at += 6;
            }
            else
            {
                at += rune.EncodeToUtf8(into[at..]);
            }
        }

        into[at++] = (byte)'"';
        return at;
    }

    /// <summary>A text as a JSON string.</summary>
    public static byte[] Quote(string text)
    {
        var buffer = new byte[QuotedLength(text)];
        return buffer[..Quote(text, buffer)];
    }

    /// <summary>Replaces escapes; the result is never longer than its source.</summary>
    public static int Unescape(ReadOnlySpan<byte> source, Span<byte> into)
    {
        var at = 0;
        for (var i = 0; i < source.Length;)
        {
            if (source[i] != (byte)'\\')
            {
                into[at++] = source[i++];
                continue;
            }

            var escape = source[i + 1];
            if (escape == (byte)'u')
            {
                at += ReadRune(source, ref i).EncodeToUtf8(into[at..]);
                continue;
            }

            into[at++] = Plain(escape);
            i += 2;
        }

        return at;
    }

    /// <summary>The text of a member name, for a message.</summary>
    public static string Decode(ReadOnlySpan<byte> source)
    {
        var plain = new byte[source.Length];
        return Encoding.UTF8.GetString(plain, 0, Unescape(source, plain));
    }

    /// <summary>Whether a member's name, as it stands between its quotes, is exactly that key.</summary>
    public static bool IsExactly(ReadOnlySpan<byte> key, ReadOnlySpan<byte> name, bool escaped)
    {
        if (!escaped || name.Length > key.Length * 6)
        {
            return name.SequenceEqual(key);
        }

        var plain = name.Length <= 256 ? stackalloc byte[256] : new byte[name.Length];
        return plain[..Unescape(name, plain)].SequenceEqual(key);
    }

    private static Rune ReadRune(ReadOnlySpan<byte> source, ref int i)
    {
        var first = Unit(source.Slice(i + 2, 4));
        i += 6;
        if (!char.IsHighSurrogate(first))
        {
            return new Rune(first);
        }

        var second = Unit(source.Slice(i + 2, 4));
        i += 6;
        return new Rune(first, second);
    }

    private static char Unit(ReadOnlySpan<byte> digits)
    {
        var value = 0;
        foreach (var digit in digits)
        {
            value = (value << 4) | (digit <= (byte)'9' ? digit - '0' : (digit | 0x20) - 'a' + 10);
        }

        return (char)value;
    }

    private static byte Plain(byte escape) => escape switch
    {
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        _ => escape,
    };

    private static byte Hex(int digit) => (byte)(digit < 10 ? '0' + digit : 'a' + digit - 10);
}
