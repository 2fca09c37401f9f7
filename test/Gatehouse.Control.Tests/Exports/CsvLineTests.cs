using Gatehouse.Control.Exports;

namespace Gatehouse.Control.Tests.Exports;

public sealed class CsvLineTests
{
    [Theory]
    [InlineData("=1+1", "\"'=1+1\"")]
    [InlineData("+1+1", "\"'+1+1\"")]
    [InlineData("-2+3", "\"'-2+3\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"'\\u{9}=1\"")]
    [InlineData("\r=1", "\"'\\u{D}=1\"")]
    [InlineData("\n=1", "\"'\\u{A}=1\"")]
    [InlineData("  =1+1", "\"'  =1+1\"")]
    [InlineData("\u00A0=1+1", "\"'\u00A0=1+1\"")]
    [InlineData("\uFF1D1+1", "\"'\uFF1D1+1\"")]
    [InlineData("\0=1", "\"'\\u{0}=1\"")]
    [InlineData("a\"b", "\"a\"\"b\"")]
    [InlineData("\",=1", "\"\"\",=1\"")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("a;=b", "\"a;=b\"")]
    [InlineData("a\r\n=b", "a\\u{D}\\u{A}=b")]
    [InlineData("\u202Egnp", "\\u{202E}gnp")]
    [InlineData("plain", "plain")]
    [InlineData("", "")]
    public void Of_Text_IsOneFieldThatRunsNothing(string text, string field) => Assert.Equal(field + "\r\n", CsvLine.Of([text]));

    [Fact]
    public void Of_Values_AreWrittenAlikeEverywhere() => Assert.Equal(
        "-5,2.5,2026-11-23T12:00:00.0000000Z,,-1\r\n",
        CsvLine.Of([-5, 2.5, new DateTimeOffset(2026, 11, 23, 13, 0, 0, TimeSpan.FromHours(1)), null, "-1"]));
}
