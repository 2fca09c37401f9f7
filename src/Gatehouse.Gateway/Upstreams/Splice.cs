namespace Gatehouse.Gateway.Upstreams;

/// <summary>Replaces a few parts of a message's text and leaves every other byte as it is.</summary>
internal static class Splice
{
    /// <summary>The text with each part replaced; parts without a replacement or that are absent stay.</summary>
    /// <remarks>Line breaks, which stand only between tokens in valid JSON, become blanks: the result is one line.</remarks>
    public static byte[] Line(in MessageParts parts, params ReadOnlySpan<(MessageParts.Slice Part, ReadOnlyMemory<byte> With)> edits)
    {
        Span<(MessageParts.Slice Part, ReadOnlyMemory<byte> With)> sorted = new (MessageParts.Slice, ReadOnlyMemory<byte>)[edits.Length];
        edits.CopyTo(sorted);
        sorted.Sort(static (one, other) => one.Part.Start.CompareTo(other.Part.Start));

        var text = parts.Text.Span;
        var length = text.Length;
        foreach (var (part, with) in sorted)
            length += part.IsEmpty || with.IsEmpty ? 0 : with.Length - part.Length;
        var line = new byte[length];
        var (from, to) = (0, 0);
        foreach (var (part, with) in sorted)
        {
            if (part.IsEmpty || with.IsEmpty)
                continue;
            text[from..part.Start].CopyTo(line.AsSpan(to));
            to += part.Start - from;
            with.Span.CopyTo(line.AsSpan(to));
            to += with.Length;
            from = part.Start + part.Length;
        }

        text[from..].CopyTo(line.AsSpan(to));
        line.AsSpan().Replace((byte)'\n', (byte)' ');
        line.AsSpan().Replace((byte)'\r', (byte)' ');
        return line;
    }
}
