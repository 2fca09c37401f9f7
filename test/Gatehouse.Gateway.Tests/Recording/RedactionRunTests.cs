using System.Text;
using System.Text.Json;
using Gatehouse.Gateway.Recording.Arguments;

namespace Gatehouse.Gateway.Tests.Recording;

/// <summary>What may be stored of arguments: everything but what is redacted, byte for byte.</summary>
public sealed class RedactionRunTests
{
    [Theory]
    [InlineData("password")]
    [InlineData("Password")]
    [InlineData("PASSWORD")]
    [InlineData("db_password")]
    [InlineData("new-password-2")]
    [InlineData("passWord")]
    [InlineData("pass_word")]
    [InlineData("pa\\u0073\\u0073word")]
    [InlineData("ｐａｓｓｗｏｒｄ")]
    [InlineData("paſſword")]
    [InlineData("pass\\u200bword")]
    [InlineData("TO\u212AEN")]
    [InlineData("api_key")]
    [InlineData("X-Api-Key")]
    [InlineData("apikey")]
    [InlineData("access_token")]
    [InlineData("client_secret")]
    [InlineData("Authorization")]
    [InlineData("set-cookie")]
    [InlineData("private_key")]
    [InlineData("PIN")]
    [InlineData("cvv")]
    [InlineData("credentials")]
    public void Of_NameOfASecret_IsRedactedWithoutARule(string name)
    {
        var (text, places) = Run($$"""{"{{name}}":"CANARY","note":"stays"}""");

        Assert.Equal($$"""{"{{name}}":"[redacted: string, 1-8 characters]","note":"stays"}""", text);
        Assert.Equal("string 1-8", Assert.Single(places)[(places[0].IndexOf(' ', StringComparison.Ordinal) + 1)..]);
    }

    [Theory]
    [InlineData("spin")]
    [InlineData("compass")]
    [InlineData("author")]
    [InlineData("key")]
    [InlineData("pass_rate")]
    public void Of_NameThatOnlyHasALikeness_Stays(string name)
    {
        var json = $$"""{"{{name}}":"plain"}""";

        Assert.Equal((json, 0), (Run(json).Text, Run(json).Places.Length));
    }

    [Theory]
    [InlineData("""{"token":""}""", """{"token":"[redacted: string, 0 characters]"}""")]
    [InlineData("""{"token":"12345678"}""", """{"token":"[redacted: string, 1-8 characters]"}""")]
    [InlineData("""{"token":"123456789"}""", """{"token":"[redacted: string, 9-32 characters]"}""")]
    [InlineData("""{"token":12345}""", """{"token":"[redacted: number]"}""")]
    [InlineData("""{"token":true}""", """{"token":"[redacted: boolean]"}""")]
    [InlineData("""{"token":null}""", """{"token":null}""")]
    [InlineData("""{"token":{"a":"CANARY"}}""", """{"token":"[redacted: object]"}""")]
    [InlineData("""{"token":["CANARY",{"b":1}], "n" : 1e2 }""", """{"token":"[redacted: array]", "n" : 1e2 }""")]
    public void Of_AnyKindOfValue_TellsTypeAndLengthClassOnly(string json, string expected) => Assert.Equal(expected, Run(json).Text);

    [Fact]
    public void Of_NestedObjectsAndArrays_FindsThemAndLeavesTheRestAsItWas()
    {
        var (text, places) = Run("""
            { "items" : [ {"auth":{"x":1}}, [ {"deep":{"Secret_Key":"CANARY"} } ], 10.0 ], "a.b":{"pwd":"CANARY"}, "é\u0041":"\ud83d\ude00" }
            """);

        Assert.Equal("""
            { "items" : [ {"auth":"[redacted: object]"}, [ {"deep":{"Secret_Key":"[redacted: string, 1-8 characters]"} } ], 10.0 ], "a.b":{"pwd":"[redacted: string, 1-8 characters]"}, "é\u0041":"\ud83d\ude00" }
            """, text);
        Assert.Equal(
            ["args.items[0].auth object", "args.items[1][0].deep.Secret_Key string 1-8", "args.a\\.b.pwd string 1-8"], places);
    }

    [Theory]
    [InlineData("""{"headers":[{"name":"Authorization","value":"CANARY"},{"name":"Accept","value":"text/html"}]}""", "text/html")]
    [InlineData("""{"env":[{"Value":"CANARY","Key":"DB_PASSWORD"}],"x":"stays"}""", "stays")]
    [InlineData("""{"body":"{\"user\":\"ann\",\"password\":\"CANARY\"}","x":"stays"}""", "stays")]
    [InlineData("""{"body":" [ \"{\\\"token\\\":\\\"CANARY\\\"}\" ]","x":"stays"}""", "stays")]
    [InlineData("""{"body":"Bearer CANARYCANARYCANARY","x":"stays"}""", "stays")]
    [InlineData("""{"url":"https://ann:CANARY@example.com/x","x":"stays"}""", "stays")]
    [InlineData("""{"pem":"-----BEGIN RSA PRIVATE KEY-----\nCANARY","x":"stays"}""", "stays")]
    [InlineData("""{"it":"gth_CANARY0123456789CANARY","x":"stays"}""", "stays")]
    public void Of_SecretUnderAnotherName_IsRedacted(string json, string stays)
    {
        var (text, places) = Run(json);

        Assert.DoesNotContain("CANARY", text, StringComparison.Ordinal);
        Assert.Contains(stays, text, StringComparison.Ordinal);
        Assert.Single(places);
    }

    [Theory]
    [InlineData("*email*", """{"customer":{"Work-Email":"CANARY"},"n":1}""")]
    [InlineData("iban", """{"to":[{"IBAN":"CANARY"}],"n":1}""")]
    [InlineData("пароль", """{"ПАРОЛЬ":"CANARY","n":1}""")]
    [InlineData("*", """{"anything":"CANARY"}""")]
    public void Of_OperatorsNames_AreRedactedAtAnyDepth(string name, string json) =>
        Assert.DoesNotContain("CANARY", Run(json, Rules([name], [], [])).Text, StringComparison.Ordinal);

    [Fact]
    public void Of_OperatorsPaths_AreRedactedThereAlone()
    {
        var rules = Rules([], ["args.customer.note", "args.items[*].note", "args.rows[1]", "args.a\\.b"], []);

        var (text, places) = Run(
            """{"note":"stays","customer":{"Note":{"x":"CANARY"}},"items":[{"note":"CANARY"},{"more":{"note":"stays"}}],"rows":["stays","CANARY"],"a.b":7}""",
            rules);

        Assert.Equal(
            """{"note":"stays","customer":{"Note":"[redacted: object]"},"items":[{"note":"[redacted: string, 1-8 characters]"},{"more":{"note":"stays"}}],"rows":["stays","[redacted: string, 1-8 characters]"],"a.b":"[redacted: number]"}""",
            text);
        Assert.Equal(4, places.Length);
    }

    [Fact]
    public void Of_OperatorsPatterns_TakeStringsAndNumbersThatHaveAMatch()
    {
        var rules = Rules([], [], ["^[0-9]{13,16}$", "(?i)project x"]);

        var (text, _) = Run("""{"card":4111111111111111,"as_text":"4111111111111111","memo":"about PROJECT X","n":411,"esc":"project\u0020x"}""", rules);

        Assert.Equal(
            """{"card":"[redacted: number]","as_text":"[redacted: string, 9-32 characters]","memo":"[redacted: string, 9-32 characters]","n":411,"esc":"[redacted: string, 9-32 characters]"}""",
            text);
    }

    [Fact]
    public void Of_TextThatIsTooLongToJudge_IsRedacted()
    {
        var rules = Rules([], [], ["(a|aa|b?c)*d$"]);

        Assert.DoesNotContain("CANARY", Run($$"""{"x":"{{new string('a', 65_000)}}CANARY"}""", rules).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_TooManyPlaces_SaysThatAllOfItHasGaps()
    {
        var json = "[" + string.Join(',', Enumerable.Repeat("""{"token":1}""", 300)) + "]";

        var (text, places) = Run(json);

        Assert.DoesNotContain("1", text, StringComparison.Ordinal);
        Assert.Equal("args object", Assert.Single(places));
    }

    [Fact]
    public void Of_TextThatLooksRedacted_IsNotListed()
    {
        const string Json = """{"x":"[redacted: string, 1-8 characters]"}""";

        Assert.Equal((Json, 0), (Run(Json).Text, Run(Json).Places.Length));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{} {}")]
    [InlineData("")]
    public void Of_NoSoundJson_Throws(string json) =>
        Assert.ThrowsAny<JsonException>(() => RedactionRun.Of(RedactionRules.Always, Encoding.UTF8.GetBytes(json)));

    [Theory]
    [InlineData("names", "---", "has a name without")]
    [InlineData("names", "", "is not 1 to 256")]
    [InlineData("paths", "customer.note", "is not like")]
    [InlineData("paths", "args", "is not like")]
    [InlineData("paths", "args..x", "has an empty key")]
    [InlineData("values", "(", "cannot be used")]
    public void Read_EntryThatCannotBeUsed_IsNamed(string list, string entry, string problem)
    {
        string[] entries = [list == "paths" ? "args.ok" : "ok", entry];
        var (rules, flaw) = RedactionRules.Read(list == "names" ? entries : [], list == "paths" ? entries : [], list == "values" ? entries : []);

        Assert.Null(rules);
        Assert.Equal((list, 1), (flaw!.List, flaw.Index));
        Assert.Contains(problem, flaw.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TooManyOrTooLong_IsRefused()
    {
        Assert.NotNull(RedactionRules.Read([.. Enumerable.Repeat("a", 65)], [], []).Flaw);
        Assert.NotNull(RedactionRules.Read([new string('a', 257)], [], []).Flaw);
        Assert.Null(RedactionRules.Read([.. Enumerable.Repeat("a", 64)], [], []).Flaw);
    }

    [Fact]
    public void Equals_SameTexts_IsEqual()
    {
        Assert.Equal(new ArgumentKeeping("o", 3, Rules(["a"], ["args.b"], ["c"])), new ArgumentKeeping("o", 3, Rules(["a"], ["args.b"], ["c"])));
        Assert.NotEqual(new ArgumentKeeping("o", 3, Rules(["a"], [], [])), new ArgumentKeeping("o", 3, Rules(["b"], [], [])));
    }

    private static (string Text, string[] Places) Run(string json, RedactionRules? rules = null)
    {
        var redacted = RedactionRun.Of(rules ?? RedactionRules.Always, Encoding.UTF8.GetBytes(json.Trim()));
        return (
            Encoding.UTF8.GetString(redacted.Json.Span),
            [.. redacted.Places.Select(place => $"{place.Path} {place.Type}{(place.Length is null ? "" : " " + place.Length)}")]);
    }

    private static RedactionRules Rules(string[] names, string[] paths, string[] values)
    {
        var (rules, flaw) = RedactionRules.Read(names, paths, values);
        Assert.Null(flaw);
        return rules!;
    }
}
