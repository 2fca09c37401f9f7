using CsCheck;
using Gatehouse.Gateway.Wire;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Gatehouse.Gateway.Tests.Wire;

public sealed class WireHeadersTests
{
    [Theory]
    [InlineData("application/json", null, null)]
    [InlineData("Application/JSON", null, null)]
    [InlineData("application/json; charset=utf-8", null, null)]
    [InlineData("application/json;charset=\"UTF-8\"", "identity", null)]
    [InlineData("application/json; charset=iso-8859-1", null, "content-type")]
    [InlineData("application/json; charset=utf-8; charset=utf-16", null, "content-type")]
    [InlineData("application/json; boundary=x", null, "content-type")]
    [InlineData("application/json;", null, "content-type")]
    [InlineData("application/json, text/plain", null, "content-type")]
    [InlineData("text/plain", null, "content-type")]
    [InlineData("application/vnd.api+json", null, "content-type")]
    [InlineData(null, null, "content-type")]
    [InlineData("application/json", "gzip", "content-encoding")]
    [InlineData("application/json", "identity, gzip", "content-encoding")]
    [InlineData("application/json", "br", "content-encoding")]
    public void CheckMedia_Value_IsAnsweredByReason(string? type, string? encoding, string? reason)
    {
        var refusal = new WireHeaders { ContentType = type, ContentEncoding = encoding }.CheckMedia();
        Assert.Equal(reason, refusal?.Reason);
        Assert.Equal(reason is null ? null : 415, refusal?.Status);
    }

    [Fact]
    public void From_Request_TakesParamHeadersInAnyCase()
    {
        var headers = new HeaderDictionary
        {
            ["mcp-protocol-version"] = "2026-07-28",
            ["MCP-METHOD"] = "tools/call",
            ["mcp-name"] = "x",
            ["mcp-param-Region"] = "eu",
            ["X-Other"] = "1",
        };
        var taken = WireHeaders.From(headers);
        Assert.Equal(("2026-07-28", "tools/call", "x"), (taken.Version.ToString(), taken.Method.ToString(), taken.Name.ToString()));
        Assert.Equal("mcp-param-Region", Assert.Single(taken.Params).Key);
    }

    [Theory]
    [InlineData("plain text", "plain text")]
    [InlineData(" outer", "=?base64?IG91dGVy?=")]
    [InlineData("a\nb", "=?base64?YQpi?=")]
    [InlineData("=?base64?x?=", "=?base64?PT9iYXNlNjQ/eD89?=")]
    public void Encode_Text_UsesBase64WhereItMust(string text, string header) =>
        Assert.Equal(header, HeaderValue.Encode(text));

    [Theory]
    [InlineData("=?base64?eA?=")]
    [InlineData("=?base64?e A==?=")]
    [InlineData("=?base64?eB==?=")]
    [InlineData("=?base64?=")]
    [InlineData(" x")]
    [InlineData("x\t")]
    public void Decode_Malformed_IsNull(string header) => Assert.Null(HeaderValue.Decode(header));

    [Fact]
    public void Decode_Encoded_IsTheText() =>
        Gen.String.Select(text => new string([.. text.Where(c => !char.IsSurrogate(c))]))
            .Sample(text => HeaderValue.Decode(HeaderValue.Encode(text)) == text, iter: 5_000);
}
