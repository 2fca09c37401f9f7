using System.Text;
using Gatehouse.Gateway.Tools;

namespace Gatehouse.Gateway.Tests.Tools;

public sealed class ToolReadingTests
{
    private const string Tool = """
        {"name":"a","title":"T","description":"D","inputSchema":{"type":"object","properties":{"x":{"type":"string","x-mcp-header":"X"}}},
         "outputSchema":{"type":"object"},"annotations":{"readOnlyHint":true},"icons":[{"src":"i"}],"execution":{"taskSupport":"optional"},
         "_meta":{"ui":{"resourceUri":"ui://a"}},"vendor":1}
        """;

    private static ToolDefinition? Read(string json) => ToolReading.Read(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData("\"a\"", "\"b\"")]
    [InlineData("\"T\"", "\"U\"")]
    [InlineData("\"D\"", "\"D \"")]
    [InlineData("\"title\":\"T\",", "")]
    [InlineData("\"string\"", "\"number\"")]
    [InlineData("\"x-mcp-header\":\"X\"", "\"x-mcp-header\":\"Y\"")]
    [InlineData(",\"x-mcp-header\":\"X\"", "")]
    [InlineData("\"outputSchema\":{\"type\":\"object\"}", "\"outputSchema\":{}")]
    [InlineData("true", "false")]
    [InlineData("[{\"src\":\"i\"}]", "[]")]
    [InlineData("optional", "required")]
    [InlineData("ui://a", "ui://b")]
    [InlineData("\"vendor\":1", "\"vendor\":1.0")]
    [InlineData("\"vendor\":1", "\"vendor\":null")]
    public void Read_AnyFieldChanged_HasAnotherHash(string from, string to)
    {
        var changed = Tool.Replace(from, to, StringComparison.Ordinal);

        Assert.NotEqual(Tool, changed);
        Assert.NotEqual(Read(Tool)!.Hash, Read(changed)!.Hash);
    }

    [Fact]
    public void Read_OtherOrderEscapesAndBlanks_HasTheSameHash() => Assert.Equal(
        Read("""{"name":"a","title":"é"}""")!.Hash, Read("""{ "title" : "\u00e9", "name":"\u0061" }""")!.Hash);

    [Theory]
    [InlineData("""{"title":"no name"}""")]
    [InlineData("""{"name":7}""")]
    [InlineData("""{"name":""}""")]
    [InlineData("{\"name\":\"a\u202e\"}")]
    [InlineData("{\"name\":\"a\u200b\"}")]
    [InlineData("""{"name":"a\u0007"}""")]
    [InlineData("7")]
    public void Read_NoSoundTool_IsNull(string json) => Assert.Null(Read(json));

    [Theory]
    [InlineData("description", ToolReading.MaxDescription, "\"", "\"")]
    [InlineData("inputSchema", ToolReading.MaxSchema, "{\"title\":\"", "\"}")]
    [InlineData("outputSchema", ToolReading.MaxSchema, "{\"title\":\"", "\"}")]
    public void Read_OverItsCap_IsNull(string member, int max, string head, string tail)
    {
        string Of(int length) => $"{{\"name\":\"a\",\"{member}\":{head}{new string('x', length - head.Length - tail.Length)}{tail}}}";

        Assert.NotNull(Read(Of(max)));
        Assert.Null(Read(Of(max + 1)));
    }

    [Fact]
    public void Read_NameOf129Characters_IsNull()
    {
        Assert.NotNull(Read($$"""{"name":"{{new string('a', 128)}}"}"""));
        Assert.Null(Read($$"""{"name":"{{new string('a', 129)}}"}"""));
    }
}
