using System.Buffers;
using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Gateway.Wire;
using Xunit;

namespace Gatehouse.Gateway.Tests.Wire;

public sealed class CanonicalJsonTests
{
    [Theory]
    [InlineData("{ \"b\" : 1 , \"a\" : [ 1.0 , 1e2 , -0 ] }", "{\"a\":[1.0,1e2,-0],\"b\":1}")]
    [InlineData("{\"\\u0062\":1,\"a\":\"\\u0041\\/\\n\\u000a\\u001F\\u007f\\\"\\\\\"}", "{\"a\":\"A/\\n\\n\\u001f\u007f\\\"\\\\\",\"b\":1}")]
    [InlineData("{\"\uffee\":1,\"\ud83d\ude00\":2,\"Z\":3,\"a\":4}", "{\"Z\":3,\"a\":4,\"\uffee\":1,\"\ud83d\ude00\":2}")]
    [InlineData("[{\"b\":{\"d\":1,\"c\":2}},{},[]]", "[{\"b\":{\"c\":2,\"d\":1}},{},[]]")]
    [InlineData("\"\\ud83d\\ude00\"", "\"\ud83d\ude00\"")]
    [InlineData(" true ", "true")]
    public void Write_Spelling_IsCanonical(string json, string expected) => Assert.Equal(expected, Canonical(json));

    [Fact]
    public void Write_Duplicates_AreRefused() =>
        Assert.False(CanonicalJson.Write(new ArrayBufferWriter<byte>(), "{\"a\":1,\"a\":2}"u8, JsonCaps.Request));

    [Fact]
    public void Write_RandomText_IsStableAndMeansTheSame() =>
        JsonGen.Sound.Sample(text =>
        {
            var canonical = Canonical(text);
            Assert.Equal(canonical, Canonical(canonical));
            using var before = JsonDocument.Parse(text);
            using var after = JsonDocument.Parse(canonical);
            Assert.Equal(Sorted(before.RootElement), Sorted(after.RootElement));
            return true;
        }, iter: 10_000);

    [Fact]
    public void Digest_OrderEscapesAndMeta_DoNotCount()
    {
        var one = CanonicalParams.Digest("{\"name\":\"x\",\"arguments\":{\"a\":1,\"b\":2},\"_meta\":{\"progressToken\":1}}"u8, withoutAnswers: false);
        var other = CanonicalParams.Digest(" {\"arguments\":{\"b\":2,\"\\u0061\":1},\"name\":\"\\u0078\"}"u8, withoutAnswers: false);
        Assert.Equal(one, other);
        Assert.Equal(64, one!.Length);
    }

    [Theory]
    [InlineData("{\"name\":\"x\",\"arguments\":{\"a\":10}}", "{\"name\":\"x\",\"arguments\":{\"a\":10.0}}")]
    [InlineData("{\"name\":\"x\",\"arguments\":{\"a\":\"1\"}}", "{\"name\":\"x\",\"arguments\":{\"a\":1}}")]
    [InlineData("{\"name\":\"x\",\"arguments\":{\"_meta\":1}}", "{\"name\":\"x\",\"arguments\":{}}")]
    [InlineData("{\"name\":\"x\",\"inputResponses\":{\"k\":1}}", "{\"name\":\"x\",\"inputResponses\":{\"k\":2}}")]
    public void Digest_OtherValues_AreAnotherCall(string one, string other) => Assert.NotEqual(
        CanonicalParams.Digest(Encoding.UTF8.GetBytes(one), withoutAnswers: false),
        CanonicalParams.Digest(Encoding.UTF8.GetBytes(other), withoutAnswers: false));

    [Fact]
    public void Digest_WithoutAnswers_LeavesThemOff() => Assert.Equal(
        CanonicalParams.Digest("{\"name\":\"x\"}"u8, withoutAnswers: true),
        CanonicalParams.Digest("{\"requestState\":\"s\",\"name\":\"x\",\"inputResponses\":{\"k\":1}}"u8, withoutAnswers: true));

    private static string Canonical(string json)
    {
        var to = new ArrayBufferWriter<byte>();
        Assert.True(CanonicalJson.Write(to, Encoding.UTF8.GetBytes(json), JsonCaps.Request));
        return Encoding.UTF8.GetString(to.WrittenSpan);
    }

    private static string Sorted(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "{" + string.Join(',', value.EnumerateObject()
            .OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => JsonSerializer.Serialize(m.Name) + Sorted(m.Value))) + "}",
        JsonValueKind.Array => "[" + string.Join(',', value.EnumerateArray().Select(Sorted)) + "]",
        JsonValueKind.String => JsonSerializer.Serialize(value.GetString()),
        _ => value.GetRawText(),
    };
}
