namespace Gatehouse.Policy.Operators;

/// <summary>The length of a text in Unicode scalar values.</summary>
internal static class TextLength
{
    /// <summary>The longest text that <c>regex</c> and <c>sql_in</c> look at.</summary>
    public const int MaxJudged = 65_536;

    /// <summary>How many Unicode scalar values a text has.</summary>
    public static int Of(ReadOnlySpan<byte> utf8)
    {
        var count = 0;
        foreach (var unit in utf8)
        {
            if ((unit & 0xC0) != 0x80)
                count++;
        }

        return count;
    }

    /// <summary>Whether a text is longer than a bound, without counting where its bytes decide.</summary>
    public static bool IsAbove(ReadOnlySpan<byte> utf8, int bound) =>
        utf8.Length > bound && (utf8.Length > 4L * bound || Of(utf8) > bound);
}
