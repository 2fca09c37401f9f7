using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using CsCheck;
using Gatehouse.Gateway.Wire;
using Xunit;

namespace Gatehouse.Gateway.Tests.Wire;

/// <summary>The scanner against a slow, obvious definition: the framework's parser and our own rules on top.</summary>
public sealed class JsonScanProperties
{
    private static readonly JsonCaps _caps = new() { MaxDepth = 5, MaxElements = 12, MaxNumberLength = 12, MaxStringBytes = 16 };

    [Fact]
    public void Check_RandomText_AgreesWithDefinition() =>
        JsonGen.Text.Sample(text => Agree(Encoding.UTF8.GetBytes(text), JsonCaps.Request), iter: 20_000);

    [Fact]
    public void Check_MutatedBytes_AgreesWithDefinition() =>
        JsonGen.Mutated.Sample(bytes => Agree(bytes, JsonCaps.Request), iter: 40_000);

    [Fact]
    public void Check_NarrowCaps_AgreesWithDefinition() =>
        JsonGen.Text.Sample(text => Agree(Encoding.UTF8.GetBytes(text), _caps), iter: 20_000);

    [Fact]
    public void Read_SoundText_FindsWhatTheFrameworkFinds() =>
        JsonGen.Sound.Sample(text =>
        {
            var json = Encoding.UTF8.GetBytes(text);
            using var document = JsonDocument.Parse(json);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                return true;
            }

            var index = new JsonIndex(new JsonMember[JsonIndex.StackMembers], new int[JsonIndex.StackSlots]);
            Assert.Equal(JsonVerdict.Sound, JsonScan.Read(json, JsonCaps.Request, ref index));
            foreach (var member in document.RootElement.EnumerateObject())
            {
                var at = index.Find(json, json.AsSpan().IndexOf((byte)'{'), Encoding.UTF8.GetBytes(member.Name));
                Assert.True(at >= 0);
                Assert.Equal(member.Value.GetRawText(), Encoding.UTF8.GetString(index[at].Value(json)));
                Assert.Equal(member.Name, JsonString.Decode(index[at].Name(json)));
            }

            index.Dispose();
            return true;
        }, iter: 20_000);

    private static bool Agree(byte[] json, JsonCaps caps)
    {
        var expected = IsSound(json, caps);
        var actual = JsonScan.Check(json, caps) == JsonVerdict.Sound;
        Assert.True(expected == actual, $"definition {expected}, scanner {actual}: {Convert.ToHexString(json)}");
        return true;
    }

    private static bool IsSound(byte[] json, JsonCaps caps)
    {
        if (!Utf8.IsValid(json) || json.AsSpan().StartsWith("\uFEFF"u8))
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(
                json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = caps.MaxDepth });
            var elements = 0;
            return IsSound(document.RootElement, caps, ref elements) && elements <= caps.MaxElements;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static bool IsSound(JsonElement value, JsonCaps caps, ref int elements)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                {
                    elements++;
                    if (NameLength(member) > caps.MaxStringBytes || !IsSound(member.Value, caps, ref elements))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                {
                    elements++;
                    if (!IsSound(item, caps, ref elements))
                    {
                        return false;
                    }
                }

                return true;
            case JsonValueKind.Number:
                return value.GetRawText().Length <= caps.MaxNumberLength;
            case JsonValueKind.String:
                return value.GetString() is not null
                    && Encoding.UTF8.GetByteCount(value.GetRawText()) - 2 <= caps.MaxStringBytes;
            default:
                return true;
        }
    }

    /// <summary>Bytes of the name as written; reading it throws for half a character.</summary>
    private static int NameLength(JsonProperty member)
    {
        _ = member.Name;
        var raw = member.ToString();
        var value = member.Value.GetRawText();
        var head = raw[..^value.Length];
        return Encoding.UTF8.GetByteCount(head[..head.LastIndexOf('"')]) - 1;
    }
}
