using System.Text;
using Gatehouse.Policy.Predicates.Schema;
using Xunit;

namespace Gatehouse.Policy.Tests.Predicates.Schema;

public sealed class DeclaredArgumentsTests
{
    private const string Schema = """
        {"type":"object","properties":{
           "id":{"type":"string"},"free":{"type":"object"},"any":true,
           "o":{"properties":{"a":{}}},
           "l":{"items":{"properties":{"b":{}}}},
           "tree":{"$ref":"#/$defs/node"}},
         "$defs":{"node":{"properties":{"name":{},"children":{"items":{"$ref":"#/$defs/node"}}}}}}
        """;

    [Theory]
    [InlineData("{}", null)]
    [InlineData("""{"id":7,"free":{"x":{"y":1}},"any":{"z":1},"o":{"a":{"q":1}},"l":[{"b":1},3,{}]}""", null)]
    [InlineData("""{"\u0069d":1}""", null)]
    [InlineData("""{"tree":{"name":"x","children":[{"children":[{"name":"y"}]}]}}""", null)]
    [InlineData("""{"other":1}""", "other")]
    [InlineData("""{"ID":1}""", "ID")]
    [InlineData("""{"o":{"a":1,"b":2}}""", "b")]
    [InlineData("""{"l":[{"b":1},{"c":1}]}""", "c")]
    [InlineData("""{"tree":{"children":[{"children":[{"nmae":"y"}]}]}}""", "nmae")]
    public void Objection_Member_MustBeDeclaredWhereTheSchemaHasProperties(string arguments, string? undeclared) => Assert.Equal(
        undeclared is null ? null : $"Argument {undeclared} is not declared.", Objection(Schema, arguments));

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"additionalProperties":true}""")]
    [InlineData("""{"patternProperties":{"a":{}}}""")]
    public void Objection_SchemaDeclaresNothing_NoMemberPasses(string schema)
    {
        Assert.Null(Objection(schema, "{}"));
        Assert.Equal("Argument a is not declared.", Objection(schema, """{"a":1}"""));
    }

    [Theory]
    [InlineData("""{"properties":{"a":{"$ref":"https://example.com/x"}}}""")]
    [InlineData("""{"properties":{"a":{"$ref":"#/nowhere"}}}""")]
    [InlineData("""{"properties":{"a":7}}""")]
    public void Objection_LeadsToASchemaThatCannotBeRead_Denies(string schema)
    {
        Assert.Null(Objection(schema, "{}"));
        Assert.NotNull(Objection(schema, """{"a":1}"""));
    }

    [Fact]
    public void Objection_ReferencesInACircle_AreFollowedOnce()
    {
        const string Circle = """
            {"properties":{"x":{"$ref":"#/$defs/a"}},
             "$defs":{"a":{"$ref":"#/$defs/b","properties":{"p":{}}},"b":{"$ref":"#/$defs/a","properties":{"q":{}}}}}
            """;

        Assert.Null(Objection(Circle, """{"x":{"p":1,"q":1}}"""));
        Assert.Equal("Argument r is not declared.", Objection(Circle, """{"x":{"p":1,"r":1}}"""));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("\"x\"")]
    public void Objection_ArgumentsThatAreNoObject_Denies(string arguments) => Assert.NotNull(Objection(Schema, arguments));

    private static string? Objection(string schema, string arguments) =>
        new DeclaredArguments(Encoding.UTF8.GetBytes(schema)).Objection(Encoding.UTF8.GetBytes(arguments));
}
