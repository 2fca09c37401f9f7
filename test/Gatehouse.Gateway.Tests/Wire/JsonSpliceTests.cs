using System.Text;
using System.Text.Json;
using CsCheck;
using Gatehouse.Gateway.Wire;
using Xunit;

namespace Gatehouse.Gateway.Tests.Wire;

public sealed class JsonSpliceTests
{
    [Fact]
    public void Apply_AllThree_EditsOneText()
    {
        var json = "{\"a\" : 1 , \"b\\\"\":[2], \"c\":{\"d\":3}}"u8.ToArray();
        var (text, verdict) = new JsonSplice(json)
            .Replace(Slice(json, "[2]"), "\"two\""u8.ToArray())
            .Remove(Slice(json, "1"))
            .Insert(Slice(json, "{\"d\":3}"), "e"u8, "4"u8)
            .Apply(JsonCaps.Answer);
        Assert.Equal(JsonVerdict.Sound, verdict);
        Assert.Equal("{ \"b\\\"\":\"two\", \"c\":{\"e\":4,\"d\":3}}", WireCase.Text(text));
    }

    [Theory]
    [InlineData("{\"a\":1}", "a", "{}")]
    [InlineData("{ \"a\" : 1 }", "a", "{  }")]
    [InlineData("{\"a\":1,\"b\":2}", "a", "{\"b\":2}")]
    [InlineData("{\"a\":1,\"b\":2}", "b", "{\"a\":1}")]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3}", "bc", "{\"a\":1}")]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3}", "ab", "{\"c\":3}")]
    [InlineData("{\"a\":1,\"b\":2,\"c\":3}", "ac", "{\"b\":2}")]
    [InlineData("{\"a\":1, \"b\" :2 ,\"c\":3}", "abc", "{}")]
    public void Apply_Removals_LeaveSoundCommas(string json, string names, string expected)
    {
        var bytes = Encoding.UTF8.GetBytes(json);
        var splice = new JsonSplice(bytes);
        foreach (var name in names)
        {
            splice.Remove(Slice(bytes, ((char)(name - 'a' + '1')).ToString()));
        }

        Assert.Equal(expected, WireCase.Text(splice.Apply(JsonCaps.Answer).Json));
    }

    [Fact]
    public void Apply_UnsoundReplacement_GivesNoText()
    {
        var json = "{\"a\":1}"u8.ToArray();
        var (text, verdict) = new JsonSplice(json).Replace(Slice(json, "1"), "1,\"a\":2"u8.ToArray()).Apply(JsonCaps.Answer);
        Assert.Equal((true, JsonVerdict.DuplicateMember), (text.IsEmpty, verdict));
    }

    [Fact]
    public void Replace_SliceOfAnotherText_Throws() =>
        Assert.Throws<ArgumentException>(() => new JsonSplice("{\"a\":1}"u8.ToArray()).Replace("1"u8.ToArray(), default));

    [Fact]
    public void Apply_RemovingRandomMembers_LeavesTheOthers() =>
        Gen.Select(JsonGen.Sound, Gen.Int).Sample((text, mask) =>
        {
            var json = Encoding.UTF8.GetBytes(text);
            using var before = JsonDocument.Parse(json);
            if (before.RootElement.ValueKind != JsonValueKind.Object)
            {
                return true;
            }

            var index = new JsonIndex(new JsonMember[JsonIndex.StackMembers], new int[JsonIndex.StackSlots]);
            JsonScan.Read(json, JsonCaps.Request, ref index);
            var root = json.AsSpan().IndexOf((byte)'{');
            var splice = new JsonSplice(json);
            var kept = new List<(string, string)>();
            var place = 0;
            foreach (var member in before.RootElement.EnumerateObject())
            {
                var at = index.Find(json, root, Encoding.UTF8.GetBytes(member.Name));
                if ((mask >> place++ & 1) == 0)
                {
                    splice.Remove(index[at].Value(json.AsMemory()));
                }
                else
                {
                    kept.Add((member.Name, member.Value.GetRawText()));
                }
            }

            index.Dispose();
            using var after = JsonDocument.Parse(splice.Apply(JsonCaps.Request).Json);
            Assert.Equal(kept, after.RootElement.EnumerateObject().Select(m => (m.Name, m.Value.GetRawText())));
            return true;
        }, iter: 10_000);

    private static ReadOnlyMemory<byte> Slice(byte[] json, string part)
    {
        var at = Encoding.UTF8.GetString(json).IndexOf(part, StringComparison.Ordinal);
        return json.AsMemory(at, part.Length);
    }
}
