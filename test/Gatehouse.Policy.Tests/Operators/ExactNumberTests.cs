using System.Text;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Tests.Operators;

public sealed class ExactNumberTests
{
    [Theory]
    [InlineData("0", "0", 0)]
    [InlineData("-0", "0", 0)]
    [InlineData("-0.00e5", "0", 0)]
    [InlineData("0e999999999999999999999999", "0", 0)]
    [InlineData("1e4", "10000", 0)]
    [InlineData("1E+4", "10000", 0)]
    [InlineData("100e-2", "1", 0)]
    [InlineData("1.50", "1.5", 1)]
    [InlineData("-12.5e1", "-125", 0)]
    [InlineData("9999999999999999999999999999", "9999999999999999999999999999", 0)]
    [InlineData("0.0000000000000000000000000001", "0.0000000000000000000000000001", 28)]
    [InlineData("1.00000000000000000000000000000000000000000000", "1", 0)]
    [InlineData("9.999999999999999999999999999e27", "9999999999999999999999999999", 0)]
    [InlineData("9223372036854775807", "9223372036854775807", 0)]
    public void TryRead_ExactLexeme_GivesItsValue(string lexeme, string value, int decimals)
    {
        Assert.True(ExactNumber.TryRead(Encoding.UTF8.GetBytes(lexeme), out var number));
        Assert.Equal(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture), number.Value);
        Assert.Equal(decimals, number.Decimals);
        Assert.False(number.Value == 0 && decimal.IsNegative(number.Value));
    }

    [Theory]
    [InlineData("10000000000000000000000000000")]
    [InlineData("1e28")]
    [InlineData("1e400")]
    [InlineData("-1e400")]
    [InlineData("1e-29")]
    [InlineData("1e99999999999999999999999999")]
    [InlineData("1e-99999999999999999999999999")]
    [InlineData("12345678901234567890123456789")]
    [InlineData("1234567890123456789012345678.9")]
    [InlineData("0.00000000000000000000000000001")]
    [InlineData("")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData("01")]
    [InlineData("1.")]
    [InlineData(".5")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("0x10")]
    [InlineData("NaN")]
    [InlineData("1 ")]
    public void TryRead_InexactOrNoNumber_IsRefused(string lexeme) =>
        Assert.False(ExactNumber.TryRead(Encoding.UTF8.GetBytes(lexeme), out _));

    [Fact]
    public void TryRead_MegabyteOfZeros_KeepsTheValue()
    {
        var zeros = new string('0', 1 << 20);
        Assert.True(ExactNumber.TryRead(Encoding.UTF8.GetBytes($"7.5{zeros}"), out var fraction));
        Assert.Equal(7.5m, fraction.Value);
        Assert.True(ExactNumber.TryRead(Encoding.UTF8.GetBytes($"75{zeros}e-{1 << 20}"), out var shifted));
        Assert.Equal(75m, shifted.Value);
        Assert.True(ExactNumber.TryRead(Encoding.UTF8.GetBytes($"0.{zeros}75e{(1 << 20) + 2}"), out var small));
        Assert.Equal(75m, small.Value);
    }

    [Theory]
    [InlineData("0", true)]
    [InlineData("9223372036854775807", true)]
    [InlineData("9223372036854775808", false)]
    [InlineData("9223372036854775807.1", false)]
    [InlineData("0.000000001", true)]
    [InlineData("0.0000000010", true)]
    [InlineData("0.0000000001", false)]
    [InlineData("-1", false)]
    [InlineData("-0", true)]
    public void IsAmount_Bounds_AreThoseOfTheLanguage(string lexeme, bool isAmount)
    {
        Assert.True(ExactNumber.TryRead(Encoding.UTF8.GetBytes(lexeme), out var number));
        Assert.Equal(isAmount, number.IsAmount);
    }
}
