using System.Globalization;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Numbers as the language compares them: by exact decimal value, within section 3's bounds.</summary>
internal static class PolicyNumber
{
    private const int DigitCap = 28;

    /// <summary>Reads the spelling of a JSON number; false where it has more digits than can be compared exactly.</summary>
    /// <remarks>Outer zeros do not count: <c>1e4</c> is 10000 and has one digit.</remarks>
    public static bool TryRead(ReadOnlySpan<char> number, out decimal value)
    {
        value = 0;
        var isNegative = number[0] == '-';
        var mantissa = isNegative ? number[1..] : number;
        long exponent = 0;
        if (mantissa.IndexOfAny('e', 'E') is >= 0 and var at)
        {
            exponent = Exponent(mantissa[(at + 1)..]);
            mantissa = mantissa[..at];
        }

        var point = mantissa.IndexOf('.');
        var digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        exponent -= point < 0 ? 0 : mantissa.Length - point - 1;

        var trimmed = digits.TrimEnd('0');
        exponent += digits.Length - trimmed.Length;
        trimmed = trimmed.TrimStart('0');
        if (trimmed.Length == 0)
        {
            return true;
        }

        if (trimmed.Length > DigitCap || exponent < -DigitCap || trimmed.Length + exponent > DigitCap)
        {
            return false;
        }

        value = Scale(trimmed, (int)exponent, isNegative);
        return true;
    }

    private static decimal Scale(string digits, int exponent, bool isNegative)
    {
        var whole = decimal.Parse(
            exponent > 0 ? digits + new string('0', exponent) : digits, NumberStyles.None, CultureInfo.InvariantCulture);
        var bits = decimal.GetBits(whole);
        return new decimal(bits[0], bits[1], bits[2], isNegative, (byte)Math.Max(0, -exponent));
    }

    // An exponent of many digits is out of range whatever it says, unless the number is 0.
    private static long Exponent(ReadOnlySpan<char> text)
    {
        var isNegative = text[0] == '-';
        var digits = text.TrimStart("+-").TrimStart('0');
        if (digits.Length > 9)
        {
            return isNegative ? int.MinValue : int.MaxValue;
        }

        var size = digits.Length == 0 ? 0 : long.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        return isNegative ? -size : size;
    }
}
