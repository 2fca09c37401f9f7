namespace Gatehouse.Policy.Operators;

/// <summary>The characters that some reader takes for the end of a line.</summary>
/// <remarks>SPEC: Unicode 16, section 5.8: LF, VT, FF, CR, NEL, LS and PS.</remarks>
internal static class LineBreaks
{
    /// <summary>Whether a text has a line break.</summary>
    public static bool IsIn(ReadOnlySpan<byte> utf8) =>
        utf8.ContainsAnyInRange((byte)'\n', (byte)'\r')
        || utf8.IndexOf("\u0085"u8) >= 0
        || utf8.IndexOf("\u2028"u8) >= 0
        || utf8.IndexOf("\u2029"u8) >= 0;
}
