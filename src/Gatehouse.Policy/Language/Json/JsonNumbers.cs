namespace Gatehouse.Policy.Language.Json;

/// <summary>The spelling of numbers: RFC 8259 section 6.</summary>
internal static class JsonNumbers
{
    /// <summary>
    /// How many bytes at the beginning are one number; 0 when there is none, or when it runs into more text.
    /// </summary>
    public static int Length(ReadOnlySpan<byte> text)
    {
        var at = text.Length > 0 && text[0] == '-' ? 1 : 0;
        var whole = Digits(text, at);
        if (whole == 0 || (whole > 1 && text[at] == '0'))
        {
            return 0;
        }

        at += whole;
        if (at < text.Length && text[at] == '.')
        {
            var decimals = Digits(text, at + 1);
            if (decimals == 0)
            {
                return 0;
            }

            at += 1 + decimals;
        }

        if (at < text.Length && text[at] is (byte)'e' or (byte)'E')
        {
            var sign = at + 1 < text.Length && text[at + 1] is (byte)'+' or (byte)'-' ? 1 : 0;
            var exponent = Digits(text, at + 1 + sign);
            if (exponent == 0)
            {
                return 0;
            }

            at += 1 + sign + exponent;
        }

        return at < text.Length && (char.IsAsciiLetterOrDigit((char)text[at]) || text[at] == '.') ? 0 : at;
    }

    private static int Digits(ReadOnlySpan<byte> text, int at)
    {
        var start = at;
        while (at < text.Length && char.IsAsciiDigit((char)text[at]))
        {
            at++;
        }

        return at - start;
    }
}
