using System.Collections.Immutable;
using System.Text;
using Gatehouse.Gateway.Wire;
using Xunit;

namespace Gatehouse.Gateway.Tests.Wire;

public sealed class ParamHeadersTests
{
    private const string Schema =
        "{\"type\":\"object\",\"properties\":{\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"},"
        + "\"x-mcp-header\":{\"type\":\"string\"},"
        + "\"deep\":{\"type\":\"object\",\"properties\":{\"n\":{\"type\":\"integer\",\"x-mcp-header\":\"N\"},"
        + "\"properties\":{\"type\":\"boolean\",\"x-mcp-header\":\"B\"}}}}}";

    [Theory]
    [InlineData("{}", "", null)]
    [InlineData("null", "", null)]
    [InlineData("", "", null)]
    [InlineData("{\"region\":\"eu\"}", "region=eu", null)]
    [InlineData("{\"region\":\"e\\u0075\"}", "Region=eu", null)]
    [InlineData("{\"region\":\"\u00e9\"}", "Region==?base64?w6k=?=", null)]
    [InlineData("{\"region\":\"eu\"}", "Region=EU", "param-mismatch")]
    [InlineData("{\"region\":\"eu\"}", "", "header-missing")]
    [InlineData("{\"region\":null}", "Region=eu", "param-mismatch")]
    [InlineData("{\"region\":null}", "", null)]
    [InlineData("{}", "Region=eu", "param-mismatch")]
    [InlineData("{\"region\":[\"eu\"]}", "Region=eu", "param-mismatch")]
    [InlineData("{\"deep\":{\"n\":5}}", "N=5", null)]
    [InlineData("{\"deep\":{\"n\":5}}", "N=5.0", null)]
    [InlineData("{\"deep\":{\"n\":5}}", "N=6", "param-mismatch")]
    [InlineData("{\"deep\":{\"n\":9007199254740993}}", "N=9007199254740992", "param-mismatch")]
    [InlineData("{\"deep\":{\"properties\":true}}", "B=true", null)]
    [InlineData("{\"deep\":{\"properties\":true}}", "B=false", "param-mismatch")]
    [InlineData("{\"deep\":{\"properties\":true}}", "B=True", "param-mismatch")]
    [InlineData("{\"other\":1}", "Unknown=1", null)]
    public void Check_HeadersAgainstArguments_AreHeldEqual(string arguments, string header, string? reason)
    {
        var headers = header.Length == 0 ? [] : ImmutableArray.Create(new KeyValuePair<string, string>(
            "mcp-param-" + header[..header.IndexOf('=', StringComparison.Ordinal)],
            header[(header.IndexOf('=', StringComparison.Ordinal) + 1)..]));
        var annotations = ParamHeaders.Of(Encoding.UTF8.GetBytes(Schema));
        Assert.True(annotations.IsSound);
        Assert.Equal(reason, annotations.Check(Encoding.UTF8.GetBytes(arguments), headers)?.Reason);
    }

    [Theory]
    [InlineData("{\"properties\":{\"a\":{\"type\":\"number\",\"x-mcp-header\":\"A\"}}}")]
    [InlineData("{\"properties\":{\"a\":{\"x-mcp-header\":\"A\"}}}")]
    [InlineData("{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"\"}}}")]
    [InlineData("{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"a b\"}}}")]
    [InlineData("{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":7}}}")]
    [InlineData("{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"},\"b\":{\"type\":\"string\",\"x-mcp-header\":\"a\"}}}")]
    [InlineData("{\"properties\":{\"a\":{\"type\":\"array\",\"items\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}}")]
    [InlineData("{\"anyOf\":[{\"properties\":{\"a\":{\"type\":\"string\",\"x-mcp-header\":\"A\"}}}]}")]
    [InlineData("{\"type\":\"string\",\"x-mcp-header\":\"A\"}")]
    public void Of_IllegalAnnotation_IsUnsound(string schema)
    {
        var annotations = ParamHeaders.Of(Encoding.UTF8.GetBytes(schema));
        Assert.False(annotations.IsSound);
        Assert.Equal("param-schema", annotations.Check("{}"u8, [])!.Reason);
    }

    [Fact]
    public void Derive_Arguments_AgreeWithCheck()
    {
        var annotations = ParamHeaders.Of(Encoding.UTF8.GetBytes(Schema));
        var arguments = Encoding.UTF8.GetBytes("{\"region\":\" \u00e9\",\"deep\":{\"n\":-3,\"properties\":false}}");
        var headers = annotations.Derive(arguments);
        Assert.Equal(3, headers.Length);
        Assert.Null(annotations.Check(arguments, headers));
    }
}
