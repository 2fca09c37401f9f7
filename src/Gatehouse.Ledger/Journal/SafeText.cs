using System.Buffers;
using System.Text;

namespace Gatehouse.Ledger.Journal;

/// <summary>Writes hostile text as a JSON string that is printable ASCII: one entry stays one line in every viewer.</summary>
/// <remarks>Everything outside printable ASCII is escaped, so line separators, terminal codes and bidirectional marks show.</remarks>
internal static class SafeText
{
    private static readonly SearchValues<char> Plain = SearchValues.Create(
        " !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]^_`abcdefghijklmnopqrstuvwxyz{|}~");

    /// <summary>A JSON string of at most <paramref name="most"/> characters, with its quotes; an ellipsis tells of a cut.</summary>
    public static void Write(LineBuffer line, ReadOnlySpan<char> text, int most)
    {
        var kept = text.Length > most ? text[..most] : text;
        var room = line.Room((kept.Length * 6) + 8);
        room[0] = (byte)'"';
        var at = 1;
        if (!kept.ContainsAnyExcept(Plain))
        {
            at += Encoding.ASCII.GetBytes(kept, room[1..]);
        }
        else
        {
            for (var i = 0; i < kept.Length; i++)
            {
                at += Escape(kept, i, room[at..]);
            }
        }

        if (kept.Length < text.Length)
        {
            "\\u2026"u8.CopyTo(room[at..]);
            at += 6;
        }

        room[at] = (byte)'"';
        line.Advance(at + 1);
    }

    /// <summary>The same of UTF-8 text.</summary>
    public static void Write(LineBuffer line, ReadOnlySpan<byte> utf8, int most)
    {
        Span<char> text = stackalloc char[(most * 3) + 1];
        var taken = utf8.Length > text.Length ? utf8[..text.Length] : utf8;
        Encoding.UTF8.TryGetChars(taken, text, out var count);
        Write(line, text[..count], most);
    }

    private static int Escape(ReadOnlySpan<char> text, int i, Span<byte> room)
    {
        var c = text[i];
        if (c is >= ' ' and <= '~' and not '"' and not '\\')
        {
            room[0] = (byte)c;
            return 1;
        }

        if (c is '"' or '\\')
        {
            room[0] = (byte)'\\';
            room[1] = (byte)c;
            return 2;
        }

        // A lone surrogate is no text: many readers refuse the whole line over it.
        var paired = char.IsHighSurrogate(c) ? i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])
            : !char.IsLowSurrogate(c) || (i > 0 && char.IsHighSurrogate(text[i - 1]));
        var code = paired ? c : '\uFFFD';
        room[0] = (byte)'\\';
        room[1] = (byte)'u';
        for (var digit = 0; digit < 4; digit++)
        {
            room[2 + digit] = "0123456789abcdef"u8[(code >> (12 - (4 * digit))) & 15];
        }

        return 6;
    }
}
