using System.Globalization;
using System.Numerics;
using System.Text;
using CsCheck;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Tests.Operators;

/// <summary>Exact numbers against fractions of big integers, which know nothing of decimals.</summary>
public sealed class ExactNumberProperties
{
    private static readonly Gen<string> Digits = Gen.Char['0', '9'].Array[0, 34].Select(digits => new string(digits));

    // Zeros are frequent, for they are what decides between exact and inexact.
    private static readonly Gen<string> Lexeme =
        from negative in Gen.Bool
        from whole in Digits
        from fraction in Digits
        from zeros in Gen.Int[0, 12]
        from exponent in Gen.Int[-40, 40]
        from shape in Gen.Int[0, 3]
        select (negative ? "-" : "")
            + (whole.TrimStart('0') is { Length: > 0 } digits ? digits : "0")
            + (shape % 2 == 1 ? "." + fraction + new string('0', zeros + 1) : "")
            + (shape >= 2 ? "e" + exponent.ToString(CultureInfo.InvariantCulture) : "");

    [Fact]
    public void TryRead_AnyLexeme_AgreesWithBigFractions() => Lexeme.Sample(lexeme =>
    {
        var (numerator, denominator) = Fraction(lexeme);
        var read = ExactNumber.TryRead(Encoding.UTF8.GetBytes(lexeme), out var number);
        Assert.Equal(IsExact(numerator, denominator), read);
        if (read)
            Assert.Equal((numerator, denominator), Fraction(number.Value.ToString(CultureInfo.InvariantCulture)));
    }, iter: 10_000);

    [Fact]
    public void EqualTo_TwoNumbers_AgreesWithBigFractionsAndDoubles() =>
        Gen.Select(Lexeme, Gen.Int[-3, 3], Gen.Int[0, 27]).Sample((lexeme, step, place) =>
        {
            if (!ExactNumber.TryRead(Encoding.UTF8.GetBytes(lexeme), out var left))
                return;
            var near = (left.Value + (step * (decimal)Math.Pow(10, -place))).ToString(CultureInfo.InvariantCulture);
            if (!ExactNumber.TryRead(Encoding.UTF8.GetBytes(near), out var right))
                return;
            var same = Fraction(lexeme) == Fraction(near);
            var sameDouble = double.Parse(lexeme, CultureInfo.InvariantCulture) == double.Parse(near, CultureInfo.InvariantCulture);
            var expected = same ? Truth.True : sameDouble ? Truth.Unknown : Truth.False;
            Assert.Equal(expected, left.EqualTo(right).Truth);
        }, iter: 10_000);

    [Fact]
    public void Gt_TwoNumbers_AgreesWithBigFractions() => Gen.Select(Lexeme, Lexeme).Sample((value, bound) =>
    {
        var (a, b) = Fraction(value);
        var (c, d) = Fraction(bound);
        if (!IsExact(a, b) || !IsExact(c, d))
            return;
        Assert.Equal(a * d > c * b ? "true" : "false", Judged.Of("gt", bound, value));
        Assert.Equal(a * d < c * b ? "true" : "false", Judged.Of("lt", bound, value));
    }, iter: 5_000);

    private static (BigInteger Numerator, BigInteger Denominator) Fraction(string lexeme)
    {
        var parts = lexeme.Split('e', 'E');
        var point = parts[0].IndexOf('.');
        var decimals = point < 0 ? 0 : parts[0].Length - point - 1;
        var numerator = BigInteger.Parse(parts[0].Replace(".", ""), CultureInfo.InvariantCulture);
        var power = (parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0) - decimals;
        var denominator = BigInteger.One;
        if (power >= 0)
            numerator *= BigInteger.Pow(10, power);
        else
            denominator = BigInteger.Pow(10, -power);
        var divisor = BigInteger.GreatestCommonDivisor(numerator, denominator);
        return (numerator / divisor, denominator / divisor);
    }

    // The definition as it is written: digits between the first and the last that are not 0, decimals, size.
    private static bool IsExact(BigInteger numerator, BigInteger denominator)
    {
        for (var decimals = 0; decimals <= 28; decimals++)
        {
            var (scaled, rest) = BigInteger.DivRem(numerator * BigInteger.Pow(10, decimals), denominator);
            if (rest != 0)
                continue;
            var digits = BigInteger.Abs(scaled).ToString(CultureInfo.InvariantCulture).Trim('0').Length;
            return digits <= 28 && BigInteger.Abs(numerator) < BigInteger.Pow(10, 28) * denominator;
        }

        return false;
    }
}
