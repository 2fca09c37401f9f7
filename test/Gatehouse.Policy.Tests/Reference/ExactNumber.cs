using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>A JSON number as an exact multiple of 10^-28.</summary>
internal sealed record ExactNumber(BigInteger Units, double Double)
{
    public static readonly BigInteger One = BigInteger.Pow(10, 28);

    /// <summary>
    /// "A number with more than 28 significant digits or 28 decimals, or of 10^28 and above (outer zeros do not count,
    /// <c>-0</c> is 0, <c>1e4</c> is 10000)" is null: it cannot be looked at.
    /// </summary>
    public static ExactNumber? Read(JsonElement number)
    {
        var (negative, digits, exponent) = Parts(number.GetRawText());
        if (digits.Length == 0)
        {
            return new ExactNumber(BigInteger.Zero, 0);
        }

        if (digits.Length > 28 || exponent < -28 || digits.Length + exponent > 28)
        {
            return null;
        }

        var sign = negative ? -1 : 1;
        var units = sign * BigInteger.Parse(digits, CultureInfo.InvariantCulture) * BigInteger.Pow(10, (int)exponent + 28);
        return new ExactNumber(units, sign * double.Parse($"{digits}e{exponent}", CultureInfo.InvariantCulture));
    }

    /// <summary>How many decimals the value needs; negative where it ends in zeros before the point.</summary>
    public static BigInteger Decimals(JsonElement number) => -Parts(number.GetRawText()).Exponent;

    /// <summary>"<c>eq</c> on numbers that differ but round to the same IEEE double" is unknown.</summary>
    public Truth Equal(ExactNumber other) =>
        Units == other.Units ? Truth.True : Double.Equals(other.Double) ? Truth.Unknown : Truth.False;

    // The value is ±digits × 10^exponent, and the digits neither begin nor end with a zero.
    private static (bool Negative, string Digits, BigInteger Exponent) Parts(string text)
    {
        var negative = text.StartsWith('-');
        var mantissa = text.TrimStart('-').Split('e', 'E');
        var exponent = mantissa.Length == 2
            ? BigInteger.Parse(mantissa[1], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)
            : BigInteger.Zero;
        var halves = mantissa[0].Split('.');
        exponent -= halves.Length == 2 ? halves[1].Length : 0;
        var digits = string.Concat(halves).TrimStart('0');
        var shorter = digits.TrimEnd('0');
        return (negative, shorter, shorter.Length == 0 ? 0 : exponent + digits.Length - shorter.Length);
    }
}
