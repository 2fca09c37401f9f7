using System.Globalization;

namespace Gatehouse.Policy.Operators;

/// <summary>A JSON number by its exact decimal value.</summary>
/// <param name="Value">The value; zero has no sign.</param>
/// <param name="Decimals">How many decimals the value needs, 0 to 28; zeros at the end do not count.</param>
internal readonly record struct ExactNumber(decimal Value, int Decimals)
{
    private const int MaxDigits = 28;

    // Beyond any length that a lexeme can have, so that a saturated exponent decides alone.
    private const long FarExponent = 1L << 40;

    private const long ConsecutiveInDouble = 1L << 53;

    /// <summary>An amount of a limit: 0 to 2^63−1 with at most 9 decimals.</summary>
    public bool IsAmount => Value is >= 0 and <= long.MaxValue && Decimals <= 9;

    /// <summary>
    /// Reads a JSON number. False: it is no JSON number, or it has more than 28 significant digits or decimals or is
    /// 10^28 or above. Outer zeros do not count. The time is that of one walk over the text, whatever the exponent.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> lexeme, out ExactNumber number)
    {
        number = default;
        var negative = lexeme is [(byte)'-', ..];
        var text = negative ? lexeme[1..] : lexeme;
        if (!TrySplit(text, out var whole, out var fraction, out var exponent))
            return false;

        // The value is digits × 10^last, where the digits are those of whole and fraction without outer zeros.
        var last = exponent - fraction.Length;
        var kept = fraction.TrimEnd((byte)'0');
        last += fraction.Length - kept.Length;
        if (kept.IsEmpty)
        {
            var round = whole.TrimEnd((byte)'0');
            last += whole.Length - round.Length;
            whole = round;
        }

        whole = whole.TrimStart((byte)'0');
        if (whole.IsEmpty)
            kept = kept.TrimStart((byte)'0');
        var digits = whole.Length + kept.Length;
        if (digits == 0)
            return true;
        if (digits > MaxDigits || last < -MaxDigits || digits + last > MaxDigits)
            return false;

        var coefficient = Append(Append(UInt128.Zero, whole), kept);
        for (; last > 0; last--)
            coefficient *= 10;
        number = new ExactNumber(
            new decimal((int)(uint)coefficient, (int)(uint)(coefficient >> 32), (int)(uint)(coefficient >> 64), negative, (byte)-last),
            (int)-last);
        return true;
    }

    /// <summary>True or false by the exact values; unknown where they differ and one IEEE double stands for both.</summary>
    public Judgement EqualTo(ExactNumber other)
    {
        if (Value == other.Value)
            return Judgement.True;
        if (IsSafeInteger && other.IsSafeInteger)
            return Judgement.False;
        return Rounded == other.Rounded ? Judgement.Unknown(UnknownWhy.InexactNumber) : Judgement.False;
    }

    private bool IsSafeInteger => Decimals == 0 && Value is >= -ConsecutiveInDouble and <= ConsecutiveInDouble;

    // The cast from decimal to double may be off by one in the last place; the parser is correctly rounded.
    private double Rounded
    {
        get
        {
            Span<byte> text = stackalloc byte[40];
            Value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
            return double.Parse(text[..length], NumberStyles.Float, CultureInfo.InvariantCulture);
        }
    }

    private static UInt128 Append(UInt128 value, ReadOnlySpan<byte> digits)
    {
        foreach (var digit in digits)
            value = (value * 10) + (uint)(digit - '0');
        return value;
    }

    private static bool TrySplit(
        ReadOnlySpan<byte> text, out ReadOnlySpan<byte> whole, out ReadOnlySpan<byte> fraction, out long exponent)
    {
        whole = text;
        fraction = [];
        exponent = 0;
        var power = whole.IndexOfAny((byte)'e', (byte)'E');
        if (power >= 0)
        {
            if (!TryReadExponent(whole[(power + 1)..], out exponent))
                return false;
            whole = whole[..power];
        }

        var point = whole.IndexOf((byte)'.');
        if (point >= 0)
        {
            fraction = whole[(point + 1)..];
            whole = whole[..point];
            if (!AreDigits(fraction))
                return false;
        }

        return AreDigits(whole) && (whole.Length == 1 || whole[0] != '0');
    }

    private static bool TryReadExponent(ReadOnlySpan<byte> text, out long exponent)
    {
        exponent = 0;
        var negative = text is [(byte)'-', ..];
        if (text is [(byte)'-' or (byte)'+', ..])
            text = text[1..];
        if (!AreDigits(text))
            return false;
        foreach (var digit in text)
            exponent = Math.Min(FarExponent, (exponent * 10) + (digit - '0'));
        exponent = negative ? -exponent : exponent;
        return true;
    }

    private static bool AreDigits(ReadOnlySpan<byte> text) =>
        !text.IsEmpty && !text.ContainsAnyExceptInRange((byte)'0', (byte)'9');
}
