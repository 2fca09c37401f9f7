using System.Text;
using Gatehouse.Gateway.Wire;
using Xunit;

namespace Gatehouse.Gateway.Tests.Wire;

public sealed class JsonScanTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData(" \t\r\n{ \"a\" : [ 1 , -0 , 0.5e+3 , true , false , null ] } ")]
    [InlineData("\"\\ud83d\\ude00 \\\" \\\\ \\/ \\b\\f\\n\\r\\t \\u0000\"")]
    [InlineData("{\"a\":{\"a\":{\"a\":1}},\"b\":{\"a\":1}}")]
    [InlineData("{\"\":1,\"a\":2,\"A\":3,\"\u00e9\":4}")]
    [InlineData("-1E-2")]
    public void Check_StrictText_IsSound(string json) =>
        Assert.Equal(JsonVerdict.Sound, JsonScan.Check(Encoding.UTF8.GetBytes(json), JsonCaps.Request));

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("{")]
    [InlineData("}")]
    [InlineData("{]")]
    [InlineData("[}")]
    [InlineData("[1,]")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{,}")]
    [InlineData("{\"a\"}")]
    [InlineData("{\"a\":}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("{1:1}")]
    [InlineData("[1 2]")]
    [InlineData("{}{}")]
    [InlineData("{}\n{}")]
    [InlineData("{}x")]
    [InlineData("/*x*/{}")]
    [InlineData("{\"a\":/*x*/1}")]
    [InlineData("[1]//x")]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    [InlineData("tru")]
    [InlineData("True")]
    [InlineData("nullx")]
    [InlineData("01")]
    [InlineData("-")]
    [InlineData("+1")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("1e")]
    [InlineData("1e+")]
    [InlineData("0x10")]
    [InlineData("\"a")]
    [InlineData("\"a\\")]
    [InlineData("\"\\x41\"")]
    [InlineData("\"\\u12\"")]
    [InlineData("\"\\u12G4\"")]
    [InlineData("\"a\nb\"")]
    [InlineData("\"a\tb\"")]
    [InlineData("\"\\ud83d\\u12\"")]
    [InlineData("\u00a0{}")]
    [InlineData("\f{}")]
    public void Check_BrokenGrammar_IsMalformed(string json) =>
        Assert.Equal(JsonVerdict.Malformed, JsonScan.Check(Encoding.UTF8.GetBytes(json), JsonCaps.Request));

    [Theory]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("{\"amount\":1,\"\\u0061mount\":2}")]
    [InlineData("{\"\\u0061\":1,\"\\u0061\":2}")]
    [InlineData("[{\"x\":{\"b\":1,\"c\":2,\"b\":3}}]")]
    [InlineData("{\"\":1,\"\":2}")]
    [InlineData("{\"\u00e9\":1,\"\\u00E9\":2}")]
    [InlineData("{\"\ud83d\ude00\":1,\"\\ud83d\\uDE00\":2}")]
    [InlineData("{\"/\":1,\"\\/\":2}")]
    public void Check_TwoMembersOfOneName_IsDuplicate(string json) =>
        Assert.Equal(JsonVerdict.DuplicateMember, JsonScan.Check(Encoding.UTF8.GetBytes(json), JsonCaps.Request));

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("\"\\udc00\"")]
    [InlineData("\"\\ud800\\ud800\"")]
    [InlineData("\"\\ud800x\"")]
    [InlineData("\"\\ud800\\n\"")]
    [InlineData("{\"\\ud800\":1}")]
    public void Check_HalfACharacter_IsLoneSurrogate(string json) =>
        Assert.Equal(JsonVerdict.LoneSurrogate, JsonScan.Check(Encoding.UTF8.GetBytes(json), JsonCaps.Request));

    [Theory]
    [InlineData("22FF22")] // a byte that UTF-8 never has
    [InlineData("22C0AF22")] // overlong slash
    [InlineData("22EDA08022")] // an encoded surrogate
    [InlineData("22C322")] // half a character
    [InlineData("22F490808022")] // above U+10FFFF
    public void Check_InvalidEncoding_IsNotUtf8(string hex) =>
        Assert.Equal(JsonVerdict.NotUtf8, JsonScan.Check(Convert.FromHexString(hex), JsonCaps.Request));

    [Fact]
    public void Check_ByteOrderMark_IsRefused() =>
        Assert.Equal(JsonVerdict.ByteOrderMark, JsonScan.Check("\uFEFF{}"u8, JsonCaps.Request));

    [Theory]
    [InlineData(35, JsonVerdict.Sound)]
    [InlineData(36, JsonVerdict.TooDeep)]
    [InlineData(100_000, JsonVerdict.TooDeep)]
    public void Check_NestedArrays_StopAtTheDepth(int depth, JsonVerdict expected) =>
        Assert.Equal(expected, Check(new string('[', depth) + new string(']', depth)));

    [Theory]
    [InlineData(10_000, JsonVerdict.Sound)]
    [InlineData(10_001, JsonVerdict.TooManyElements)]
    public void Check_Items_StopAtTheCount(int count, JsonVerdict expected) =>
        Assert.Equal(expected, Check("[" + string.Join(',', Enumerable.Repeat("1", count)) + "]"));

    [Theory]
    [InlineData(10_000, JsonVerdict.Sound)]
    [InlineData(200_000, JsonVerdict.TooManyElements)]
    public void Check_DistinctMembers_StopAtTheCount(int count, JsonVerdict expected) =>
        Assert.Equal(expected, Check(Members(count)));

    [Fact]
    public void Check_DuplicateFarApart_IsFound() =>
        Assert.Equal(JsonVerdict.DuplicateMember, Check(Members(9_000)[..^1] + ",\"k0\":1}"));

    [Fact]
    public void Check_LargeAnswer_IsLinear()
    {
        var json = Encoding.UTF8.GetBytes(Members(200_000));
        Assert.Equal(JsonVerdict.Sound, JsonScan.Check(json, JsonCaps.Answer));
    }

    [Theory]
    [InlineData(64, JsonVerdict.Sound)]
    [InlineData(65, JsonVerdict.NumberTooLong)]
    [InlineData(5_000, JsonVerdict.NumberTooLong)]
    public void Check_Digits_StopAtTheLength(int digits, JsonVerdict expected) =>
        Assert.Equal(expected, Check(new string('9', digits)));

    [Theory]
    [InlineData(1024 * 1024, JsonVerdict.Sound)]
    [InlineData((1024 * 1024) + 1, JsonVerdict.StringTooLong)]
    public void Check_String_StopsAtTheLength(int length, JsonVerdict expected) =>
        Assert.Equal(expected, Check("\"" + new string('x', length) + "\""));

    [Fact]
    public void Check_OrdinaryMessage_AllocatesNothing()
    {
        var json = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"x\",\"params\":{\"\\u0061\":[1,2,{\"b\":\"c\"}]}}"u8.ToArray();
        JsonScan.Check(json, JsonCaps.Request);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
        {
            JsonScan.Check(json, JsonCaps.Request);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static JsonVerdict Check(string json) => JsonScan.Check(Encoding.UTF8.GetBytes(json), JsonCaps.Request);

    private static string Members(int count) =>
        "{" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"k{i}\":1")) + "}";
}
