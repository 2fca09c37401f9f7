using System.Buffers.Text;
using System.Text;

namespace Gatehouse.Policy.Operators;

/// <summary>Takes the escapes out of the body of a JSON string.</summary>
internal static class JsonEscapes
{
    /// <summary>Decodes into UTF-8, which is never longer than the body. False: an escape is none, or half a pair.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> body, Span<byte> text, out int length)
    {
        length = 0;
        while (!body.IsEmpty)
        {
            var plain = body.IndexOf((byte)'\\');
            plain = plain < 0 ? body.Length : plain;
            body[..plain].CopyTo(text[length..]);
            length += plain;
            body = body[plain..];
            if (body.IsEmpty)
                break;
            if (!TryReadEscape(ref body, out var rune) || !rune.TryEncodeToUtf8(text[length..], out var written))
                return false;
            length += written;
        }

        return true;
    }

    private static bool TryReadEscape(ref ReadOnlySpan<byte> body, out Rune rune)
    {
        rune = default;
        if (body.Length < 2)
            return false;
        if (body[1] == 'u')
            return TryReadRune(ref body, out rune);
        var letter = body[1] switch
        {
            (byte)'"' or (byte)'\\' or (byte)'/' => body[1],
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            _ => (byte)0,
        };
        body = body[2..];
        rune = new Rune(letter);
        return letter != 0;
    }

    private static bool TryReadRune(ref ReadOnlySpan<byte> body, out Rune rune)
    {
        rune = default;
        if (!TryReadUnit(ref body, out var first))
            return false;
        if (!char.IsHighSurrogate(first))
            return Rune.TryCreate(first, out rune);
        return TryReadUnit(ref body, out var second) && Rune.TryCreate(first, second, out rune);
    }

    private static bool TryReadUnit(ref ReadOnlySpan<byte> body, out char unit)
    {
        unit = default;
        if (body.Length < 6 || body[0] != '\\' || body[1] != 'u')
            return false;
        if (!Utf8Parser.TryParse(body[2..6], out ushort value, out var used, 'x') || used != 4)
            return false;
        unit = (char)value;
        body = body[6..];
        return true;
    }
}
