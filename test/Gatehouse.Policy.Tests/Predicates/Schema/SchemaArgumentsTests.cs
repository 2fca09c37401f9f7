using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Predicates.Schema;
using Xunit;

namespace Gatehouse.Policy.Tests.Predicates.Schema;

/// <summary>JSON Schema, draft 7 and 2020-12, keyword by keyword; each row passes one value and refuses another.</summary>
public sealed class SchemaArgumentsTests
{
    [Theory]
    [InlineData("""{"type":"integer"}""", "1.0", "1.5")]
    [InlineData("""{"type":"number"}""", "1.5", "\"1\"")]
    [InlineData("""{"type":["string","null"]}""", "null", "1")]
    [InlineData("""{"type":"boolean"}""", "false", "0")]
    [InlineData("""{"enum":[1,"a",{"b":[1]}]}""", """{"b":[1.0]}""", """{"b":[2]}""")]
    [InlineData("""{"const":{"a":1,"b":2}}""", """{"b":2,"a":1}""", """{"a":1}""")]
    [InlineData("""{"minimum":1,"maximum":2}""", "2", "2.1")]
    [InlineData("""{"exclusiveMinimum":1}""", "1.1", "1")]
    [InlineData("""{"exclusiveMaximum":2}""", "1.9", "2")]
    [InlineData("""{"multipleOf":0.1}""", "0.3", "0.35")]
    [InlineData("""{"minLength":2,"maxLength":2}""", "\"😀é\"", "\"abc\"")]
    [InlineData("""{"pattern":"^a[0-9]+$"}""", "\"a12\"", "\"a12\\n\"")]
    [InlineData("""{"minItems":1,"maxItems":2}""", "[1]", "[]")]
    [InlineData("""{"uniqueItems":true}""", """[1,"1",{"a":1,"b":2},{"a":1}]""", """[{"a":1,"b":2},{"b":2.0,"a":1}]""")]
    [InlineData("""{"items":{"type":"string"}}""", """["a"]""", """["a",1]""")]
    [InlineData("""{"prefixItems":[{"type":"string"}],"items":false}""", """["a"]""", """["a","b"]""")]
    [InlineData("""{"prefixItems":[{"type":"string"}]}""", """["a",1]""", "[1]")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","items":[{"type":"string"}],"additionalItems":{"type":"null"}}""", """["a",null]""", """["a",1]""")]
    [InlineData("""{"contains":{"const":1}}""", "[2,1]", "[2]")]
    [InlineData("""{"contains":{"const":1},"minContains":0,"maxContains":1}""", "[]", "[1,1]")]
    [InlineData("""{"minProperties":1,"maxProperties":1}""", """{"a":1}""", "{}")]
    [InlineData("""{"required":["a"]}""", """{"a":null}""", """{"A":1}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}},"additionalProperties":false}""", """{"a":"x"}""", """{"a":"x","b":1}""")]
    [InlineData("""{"properties":{"a":{"type":"string"}},"additionalProperties":{"type":"number"}}""", """{"b":1}""", """{"b":"x"}""")]
    [InlineData("""{"patternProperties":{"^x_":{"type":"number"}},"additionalProperties":false}""", """{"x_a":1}""", """{"x_a":"1"}""")]
    [InlineData("""{"propertyNames":{"maxLength":2}}""", """{"ab":1}""", """{"abc":1}""")]
    [InlineData("""{"dependentRequired":{"a":["b"]}}""", """{"a":1,"b":1}""", """{"a":1}""")]
    [InlineData("""{"dependentSchemas":{"a":{"required":["b"]}}}""", """{"b":1}""", """{"a":1}""")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-07/schema#","dependencies":{"a":["b"],"c":{"required":["d"]}}}""", """{"a":1,"b":1}""", """{"c":1}""")]
    [InlineData("""{"allOf":[{"minimum":1},{"maximum":2}]}""", "1", "3")]
    [InlineData("""{"anyOf":[{"type":"string"},{"minimum":5}]}""", "5", "4")]
    [InlineData("""{"oneOf":[{"minimum":1},{"minimum":5}]}""", "1", "6")]
    [InlineData("""{"not":{"type":"string"}}""", "1", "\"a\"")]
    [InlineData("""{"if":{"type":"string"},"then":{"minLength":2},"else":{"minimum":5}}""", "\"ab\"", "4")]
    [InlineData("""{"$ref":"#/$defs/a~1b","$defs":{"a/b":{"type":"string"}}}""", "\"a\"", "1")]
    [InlineData("""{"$ref":"#/definitions/n","minimum":5,"definitions":{"n":{"type":"number"}}}""", "5", "4")]
    [InlineData("""{"properties":{"next":{"$ref":"#"}},"additionalProperties":false}""", """{"next":{"next":{}}}""", """{"next":{"next":{"x":1}}}""")]
    [InlineData("""{"format":"email","title":"x","x-own":1,"type":"string"}""", "\"no mail\"", "1")]
    [InlineData("""{"properties":{"a":false}}""", """{"b":1}""", """{"a":1}""")]
    public void Accepts_Keyword_PassesOneValueAndRefusesAnother(string schema, string fits, string doesNot)
    {
        var node = SchemaCompiler.Compile(JsonElement.Parse(schema));
        bool Accepts(string value) => node.Accepts(JsonElement.Parse(value), new SchemaRun(TimeSpan.FromHours(1)));

        Assert.True(Accepts(fits));
        Assert.False(Accepts(doesNot));
    }

    [Fact]
    public void Objection_Draft7_ReadsNothingBesideAReference() => Assert.Null(Objection(
        """{"$schema":"http://json-schema.org/draft-07/schema#","$ref":"#/definitions/n","minimum":5,"definitions":{"n":{"type":"number"}}}""", "4"));

    [Theory]
    [InlineData("""{"$ref":"https://example.com/schema"}""")]
    [InlineData("""{"$ref":"#nowhere"}""")]
    [InlineData("""{"$ref":"#/nowhere"}""")]
    [InlineData("""{"$schema":"http://json-schema.org/draft-04/schema#"}""")]
    [InlineData("""{"$dynamicRef":"#a"}""")]
    [InlineData("""{"properties":{"a":{"$id":"other"}}}""")]
    [InlineData("""{"pattern":"(?=a)"}""")]
    [InlineData("""{"type":"strnig"}""")]
    [InlineData("""{"minLength":"2"}""")]
    [InlineData("""{"required":"a"}""")]
    [InlineData("""{"unevaluatedProperties":false}""")]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"not":{"$ref":"#nowhere"}}""")]
    [InlineData("""{"anyOf":[{"$ref":"#nowhere"},{}]}""")]
    [InlineData("[]")]
    [InlineData("")]
    public void Objection_SchemaThatCannotBeJudged_Denies(string schema) =>
        Assert.NotNull(Objection(schema, """{"a":"x"}"""));

    [Theory]
    [InlineData("""{"a":[{"b":"x"}]}""", "The arguments do not fit the tool's schema at /a/0/b.")]
    [InlineData("""{"a":[{}]}""", "The arguments do not fit the tool's schema at /a/0/b.")]
    [InlineData("""{"a":[],"c/d":1}""", "The arguments do not fit the tool's schema at /c~1d.")]
    [InlineData("[]", "The arguments do not fit the tool's schema at the top.")]
    public void Objection_DoesNotFit_NamesTheFirstPlace(string arguments, string message) => Assert.Equal(message, Objection(
        """
        {"type":"object","additionalProperties":false,
         "properties":{"a":{"items":{"required":["b"],"properties":{"b":{"anyOf":[{"type":"number"},{"type":"null"}]}}}}}}
        """,
        arguments));

    [Theory]
    [InlineData(9_000, 1, true)]
    [InlineData(11_000, 1, false)]
    [InlineData(9_000, 0, false)]
    public void Accepts_StepsAndTime_AreBounded(int elements, int hours, bool accepts)
    {
        var schema = SchemaCompiler.Compile(JsonElement.Parse("""{"items":{"type":"number"}}"""));
        var run = new SchemaRun(TimeSpan.FromHours(hours));

        Assert.Equal(accepts, schema.Accepts(JsonElement.Parse(Numbers(elements)), run));
        Assert.Equal(!accepts, run.IsAborted);
    }

    [Fact]
    public void Objection_NumberThatCannotBeCompared_Denies()
    {
        Assert.NotNull(Objection("""{"minimum":1}""", "1e400"));
        Assert.NotNull(Objection("""{"not":{"minimum":1}}""", "1e400"));
        Assert.NotNull(Objection("""{"type":"integer"}""", "1e400"));
        Assert.Null(Objection("""{"type":["integer","number"]}""", "1e400"));
    }

    private static string Numbers(int count) => $"[{string.Join(",", Enumerable.Repeat("1", count))}]";

    private static string? Objection(string schema, string arguments) =>
        new SchemaArguments(Encoding.UTF8.GetBytes(schema)).Objection(Encoding.UTF8.GetBytes(arguments));
}
