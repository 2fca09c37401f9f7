namespace Gatehouse.Policy.Predicates;

/// <summary>A number that may be added to a counter: 0 to 2^63−1, at most 9 decimals.</summary>
internal static class Amount
{
    private const int MostDecimals = 9;
    private const int MostDigits = 19;

    /// <summary>Reads a JSON number exactly; null where it is no amount. Outer zeros do not count, <c>-0</c> is 0.</summary>
    public static decimal? Read(ReadOnlySpan<byte> number)
    {
        var isNegative = number[0] == (byte)'-';
        var mantissa = isNegative ? number[1..] : number;
        var exponentAt = mantissa.IndexOfAny((byte)'e', (byte)'E');
        var exponent = exponentAt < 0 ? 0 : Exponent(mantissa[(exponentAt + 1)..]);
        mantissa = exponentAt < 0 ? mantissa : mantissa[..exponentAt];

        // The value is the digits from the first to the last that is not 0, times ten to the power of the last's place.
        var first = mantissa.IndexOfAnyInRange((byte)'1', (byte)'9');
        if (first < 0)
        {
            return 0m;
        }

        var last = mantissa.LastIndexOfAnyInRange((byte)'1', (byte)'9');
        var point = mantissa.IndexOf((byte)'.');
        point = point < 0 ? mantissa.Length : point;
        var power = exponent + (last < point ? point - last - 1 : point - last);
        var digits = last - first + (first < point && last > point ? 0 : 1);
        if (isNegative || power < -MostDecimals || digits + power > MostDigits)
        {
            return null;
        }

        return Build(mantissa[first..(last + 1)], (int)power) is var value && value <= long.MaxValue ? value : null;
    }

    // At most 19 digits before the point and 9 behind it, which a decimal holds exactly.
    private static decimal Build(ReadOnlySpan<byte> digits, int power)
    {
        var value = 0m;
        foreach (var digit in digits)
        {
            if (digit != (byte)'.')
            {
                value = (value * 10m) + (digit - '0');
            }
        }

        for (; power > 0; power--)
        {
            value *= 10m;
        }

        return power == 0 ? value : value * new decimal(1, 0, 0, false, (byte)-power);
    }

    // An exponent of more digits is cut off at a size that no mantissa of a request can bring back.
    private static long Exponent(ReadOnlySpan<byte> text)
    {
        const long Enough = 1_000_000_000_000;
        var isNegative = text[0] == (byte)'-';
        var value = 0L;
        foreach (var digit in text[(text[0] is (byte)'-' or (byte)'+' ? 1 : 0)..])
        {
            value = Math.Min((value * 10) + (digit - '0'), Enough);
        }

        return isNegative ? -value : value;
    }
}
