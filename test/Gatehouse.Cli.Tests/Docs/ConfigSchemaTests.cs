using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Cli.Tests.Docs;

/// <summary>The schema for editors says what the reader does: members, types, words and bounds.</summary>
public sealed class ConfigSchemaTests
{
    private const string Hash = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private static readonly JsonElement _defs = JsonElement.Parse(ConfigSchema.Text).GetProperty("$defs");

    public static TheoryData<string> Shapes => [.. ConfigShapes.All.Select(shape => shape.Name)];

    /// <summary>Every member of every object.</summary>
    public static TheoryData<string, string> Members
    {
        get
        {
            var members = new TheoryData<string, string>();
            foreach (var shape in ConfigShapes.All)
            {
                foreach (var member in shape.Members)
                {
                    members.Add(shape.Name, member);
                }
            }

            return members;
        }
    }

    [Fact]
    public void Text_FileOfTheReference_IsTheSame() =>
        Assert.Equal(RepositoryFiles.Text("docs/reference/" + ConfigSchema.FileName), ConfigSchema.Text);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Text_Object_HasExactlyTheMembersThatTheReaderAccepts(string name)
    {
        var shape = ConfigShapes.All.Single(shape => shape.Name == name);
        var definition = _defs.GetProperty(name);
        var required = definition.TryGetProperty("required", out var list) ? list.EnumerateArray().Select(word => word.GetString()) : [];

        Assert.Equal(
            shape.Members.Order(StringComparer.Ordinal),
            definition.GetProperty("properties").EnumerateObject().Select(member => member.Name).Order(StringComparer.Ordinal));
        Assert.Equal(shape.Required.Order(StringComparer.Ordinal), required.Order(StringComparer.Ordinal));
        Assert.Equal(JsonValueKind.False, definition.GetProperty("additionalProperties").ValueKind);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Text_Member_IsBoundedAsTheReaderBoundsIt(string shape, string member)
    {
        var schema = Resolve(_defs.GetProperty(shape).GetProperty("properties").GetProperty(member));

        foreach (var (value, isGood) in Samples(schema))
        {
            Assert.True(isGood == IsRead(shape, member, value), $"{shape}.{member} = {value[..Math.Min(60, value.Length)]}: the schema says {isGood}");
        }
    }

    // Values at the borders that the schema draws, and just beyond.
    private static IEnumerable<(string Value, bool IsGood)> Samples(JsonElement schema)
    {
        var type = schema.GetProperty("type").GetString();
        yield return (type == "integer" ? "\"7\"" : "7", false);
        if (schema.TryGetProperty("minimum", out var least) && schema.TryGetProperty("maximum", out var most))
        {
            yield return (least.GetRawText(), true);
            yield return (most.GetRawText(), true);
            yield return ((least.GetInt64() - 1).ToString(CultureInfo.InvariantCulture), false);
            yield return ((most.GetInt64() + 1).ToString(CultureInfo.InvariantCulture), false);
        }

        if (schema.TryGetProperty("x-minimum", out var shortest) && schema.TryGetProperty("x-maximum", out var longest))
        {
            var (low, high) = (shortest.GetString()!, longest.GetString()!);
            yield return (Quoted(low), true);
            yield return (Quoted(high), true);
            yield return (Quoted("soon"), false);
            yield return (Quoted($"{int.Parse(high[..^1], CultureInfo.InvariantCulture) + 1}{high[^1]}"), false);
            if (low != "0s")
            {
                yield return (Quoted("0s"), false);
            }
        }

        foreach (var word in schema.TryGetProperty("enum", out var words) ? words.EnumerateArray().ToArray() : [])
        {
            yield return (word.GetRawText(), true);
            yield return (Quoted(word.GetString() + "x"), false);
        }

        if (schema.TryGetProperty("maxLength", out var length))
        {
            yield return (Quoted(new string('a', length.GetInt32() + 1)), false);
        }

        if (schema.TryGetProperty("minLength", out _))
        {
            yield return ("\"\"", false);
        }

        if (type == "array" && schema.TryGetProperty("maxItems", out var items) && items.GetInt32() <= 1_000)
        {
            yield return ("[" + string.Join(',', Enumerable.Repeat("\"a\"", items.GetInt32() + 1)) + "]", false);
            yield return ("[7]", false);
        }
    }

    // Whether the reader has nothing to say against the member itself.
    private static bool IsRead(string shape, string member, string value)
    {
        var own = $"{Quoted(member)}:{value}";
        var grant = $$"""{"id":"g","server":"s","token_sha256":"{{Hash}}","expires":"2099-01-01T00:00:00Z"}""";
        var (form, pointer) = shape switch
        {
            "configuration" when member == "servers" => ("{OWN}", "/servers"),
            "configuration" => ("""{"servers":{"s":{"url":"http://a.example/"}},OWN}""", "/" + member),
            "organisation" or "tls" or "sizes" => ("""{"servers":{},"SHAPE":{OWN}}""", $"/{shape}/{member}"),
            "server" => ("""{"servers":{"s":{""" + Way(member) + "OWN}}}", "/servers/s/" + member),
            "argument storing" => (
                """{"servers":{"s":{"url":"http://a.example/","store_arguments":{OWN}}}}""", "/servers/s/store_arguments/" + member),
            "redaction" => (
                """{"servers":{"s":{"url":"http://a.example/","store_arguments":{"keep_days":1,"redact":{OWN}}}}}""",
                "/servers/s/store_arguments/redact/" + member),
            "tool statement" => ("""{"servers":{"s":{"url":"http://a.example/","tools":{"t":{OWN}}}}}""", "/servers/s/tools/t/" + member),
            _ => ("""{"servers":{"s":{"url":"http://a.example/"}},"grants":[GRANT]}""", "/grants/0/" + member),
        };
        var text = form.Replace("SHAPE", shape, StringComparison.Ordinal).Replace("OWN", own, StringComparison.Ordinal)
            .Replace("GRANT", Replace(grant, member, own), StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(text);
        var sink = new FindingSink();
        var root = JsonScan.Read(bytes, sink);
        Assert.True(root is not null, text);
        new ConfigReading(sink, "/", new SecretReferences(sink, _ => null, new ContentStamp()), DateTimeOffset.UnixEpoch).Read(root);
        return !sink.Resolve(bytes).Any(finding => finding.Severity == FindingSeverity.Error
            && (finding.Pointer == pointer || finding.Pointer.StartsWith(pointer + "/", StringComparison.Ordinal)));
    }

    private static string Way(string member) => member switch
    {
        "url" or "command" => "",
        "idle" => """ "url":"http://a.example/","transport":"sse", """,
        _ when _defs.GetProperty("server").GetProperty("dependentRequired").TryGetProperty(member, out var needed)
            && needed[0].GetString() == "command" => """ "command":["x"], """,
        _ => """ "url":"http://a.example/", """,
    };

    private static string Replace(string grant, string member, string own)
    {
        var members = JsonElement.Parse(grant).EnumerateObject().Where(known => known.Name != member)
            .Select(known => $"{Quoted(known.Name)}:{known.Value.GetRawText()}");
        return "{" + string.Join(',', members.Append(own)) + "}";
    }

    private static JsonElement Resolve(JsonElement schema)
    {
        if (!schema.TryGetProperty("$ref", out var reference))
        {
            return schema;
        }

        // What stands beside a reference counts, too.
        var target = _defs.GetProperty(reference.GetString()!["#/$defs/".Length..]);
        var members = target.EnumerateObject().Concat(schema.EnumerateObject().Where(own => own.Name.StartsWith("x-", StringComparison.Ordinal)));
        return JsonElement.Parse("{" + string.Join(',', members.Select(own => $"{Quoted(own.Name)}:{own.Value.GetRawText()}")) + "}");
    }

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
