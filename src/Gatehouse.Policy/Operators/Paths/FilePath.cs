namespace Gatehouse.Policy.Operators.Paths;

/// <summary>A plain absolute file path, judged as text: no disk is touched, links and mounts are not seen.</summary>
/// <remarks>Its segments begin with the drive, or with the server and the share, where the style has them.</remarks>
internal readonly ref struct FilePath
{
    private FilePath(PathStyle style, ReadOnlySpan<byte> segments)
    {
        Style = style;
        Segments = segments;
    }

    /// <summary>How it is written.</summary>
    public PathStyle Style { get; }

    /// <summary>The segments with separators between them, none at either end; empty for <c>/</c>.</summary>
    public ReadOnlySpan<byte> Segments { get; }

    /// <summary>Reads a path. False: it is not plain.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out FilePath path)
    {
        path = default;
        var style = StyleOf(utf8);
        if (style == PathStyle.None
            || utf8.Contains((byte)'~')
            || PlainCharacters.HasControl(utf8)
            || PlainCharacters.HasBlankAtAnEnd(utf8)
            || PlainCharacters.HasPercentCode(utf8))
            return false;

        var segments = style switch
        {
            PathStyle.Posix => utf8[1..],
            PathStyle.Unc => utf8[2..],
            _ => utf8,
        };
        if (!segments.IsEmpty && IsSeparator(segments[^1], style))
        {
            // In // and \\\ the last separator ends a segment that is empty.
            if (segments.Length == 1)
                return false;
            segments = segments[..^1];
        }

        path = new FilePath(style, segments);
        return ArePlain(path);
    }

    /// <summary>Takes the first segment off. False: there is none.</summary>
    public static bool TryNext(ref ReadOnlySpan<byte> rest, PathStyle style, out ReadOnlySpan<byte> segment)
    {
        segment = rest;
        if (rest.IsEmpty)
            return false;
        var end = style == PathStyle.Posix ? rest.IndexOf((byte)'/') : rest.IndexOfAny((byte)'/', (byte)'\\');
        segment = end < 0 ? rest : rest[..end];
        rest = end < 0 ? [] : rest[(end + 1)..];
        return true;
    }

    private static PathStyle StyleOf(ReadOnlySpan<byte> utf8) => utf8 switch
    {
        [(byte)'/', ..] => PathStyle.Posix,
        [(byte)'\\', (byte)'\\', ..] => PathStyle.Unc,
        [var drive, (byte)':', (byte)'\\' or (byte)'/', ..] when char.IsAsciiLetter((char)drive) => PathStyle.Windows,
        _ => PathStyle.None,
    };

    private static bool IsSeparator(byte unit, PathStyle style) =>
        unit == '/' || (unit == '\\' && style != PathStyle.Posix);

    private static bool ArePlain(FilePath path)
    {
        if (path.Style == PathStyle.Posix && path.Segments.Contains((byte)'\\'))
            return false;

        // A separator that is left at the end stands behind another one.
        var rest = path.Segments;
        if (!rest.IsEmpty && IsSeparator(rest[^1], path.Style))
            return false;
        var count = 0;
        while (TryNext(ref rest, path.Style, out var segment))
        {
            count++;
            var isDrive = path.Style == PathStyle.Windows && count == 1;
            if (segment.IsEmpty || segment.SequenceEqual("."u8) || segment.SequenceEqual(".."u8))
                return false;
            if (path.Style != PathStyle.Posix && !isDrive && !WindowsSegment.IsPlain(segment))
                return false;
        }

        return path.Style != PathStyle.Unc || (count >= 2 && !path.Segments.StartsWith("?"u8));
    }
}
