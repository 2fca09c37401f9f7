using System.Text;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Language;

public sealed class PolicyTextTests
{
    private const string Least = """{"version":"1","default":"deny"}""";
    private const int Cap = 2 * 1024 * 1024;

    [Fact]
    public void Read_ByteOrderMark_IsReportedAndTheRestIsRead()
    {
        var reading = PolicyReader.Read("\uFEFF{\"version\":\"1\"}"u8);

        Assert.Equal(["byte-order-mark", "member-missing"], reading.Findings.Select(finding => finding.Code));
        Assert.All(reading.Findings, finding => Assert.Equal((1, 1), (finding.Line, finding.Column)));
        Assert.Null(reading.Document);
    }

    [Theory]
    [InlineData(new byte[] { 0x7b, 0x0a, 0x22, 0xff }, 2, 2)]
    [InlineData(new byte[] { 0x22, 0xc3 }, 1, 2)]
    [InlineData(new byte[] { 0xc3, 0xa4, 0xed, 0xa0, 0x80 }, 1, 2)]
    [InlineData(new byte[] { 0xc0, 0xaf }, 1, 1)]
    public void Read_BytesThatAreNotUtf8_IsReportedAtTheFirst(byte[] text, int line, int column)
    {
        var finding = Assert.Single(PolicyReader.Read(text).Findings);

        Assert.Equal(("not-utf8", line, column), (finding.Code, finding.Line, finding.Column));
    }

    [Fact]
    public void Read_TwoMebibytes_IsReadAndOneByteMoreIsNot()
    {
        Assert.NotNull(PolicyReader.Read(Encoding.UTF8.GetBytes(Least.PadRight(Cap))).Document);

        var finding = Assert.Single(PolicyReader.Read(Encoding.UTF8.GetBytes(Least.PadRight(Cap + 1))).Findings);
        Assert.Equal("too-large", finding.Code);
    }

    [Theory]
    [InlineData("{\r\n\"x\":1}", 2, 1)]
    [InlineData("{\r\"x\":1}", 2, 1)]
    [InlineData("{\n\n  \"x\":1}", 3, 3)]
    public void Read_LineBreaks_AreCountedOnce(string text, int line, int column)
    {
        var finding = Policies.Read(text).Findings.Single(finding => finding.Code == "member-unknown");

        Assert.Equal((line, column), (finding.Line, finding.Column));
    }

    [Fact]
    public void Read_Document_HasTheHashOfItsBytes()
    {
        Assert.NotEqual(Policies.Load(Least).Hash, Policies.Load(Least + " ").Hash);
        Assert.Equal("aeaf06700126854b9186966605af6bd20042ae56be7753f94096266dbcf2d4f3", Policies.Load(Least).Hash);
    }

    [Fact]
    public void Read_FaultsWithoutNumberUnderALongName_AreReportedBriefly()
    {
        var name = new string('n', 100_000);
        var faults = string.Concat(Enumerable.Repeat("\"a\":1,", 100_000));

        var findings = Policies.Read("{\"" + name + "\":{" + faults + "\"b\":1}}").Findings;

        Assert.Equal(1_000, findings.Length);
        Assert.All(findings, finding => Assert.True(finding.Pointer.Length < 1_100));
    }

    [Fact]
    public void Read_WarningsWithoutNumber_HideNoError()
    {
        var hidden = string.Join(',', Enumerable.Range(0, 1_500).Select(number => $"\"t{number}\":{{}}"));
        var text = """{"version":"1","default":"deny","hide":["t*"],"tools":{""" + hidden + ",\"u\":0}}";

        var findings = Policies.Read(text).Findings;

        Assert.Equal(1_001, findings.Length);
        Assert.Equal("type-wrong", findings[^1].Code);
    }
}
