using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Gateway.Wire;
using Microsoft.Extensions.Primitives;
using Xunit;
using static Gatehouse.Gateway.Tests.Wire.WireCase;

namespace Gatehouse.Gateway.Tests.Wire;

/// <summary>Headers against body: attack cases MCP-07, MCP-09 and MCP-10.</summary>
public sealed class WireAgreementTests
{
    private const string LegacyCall = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\"}}";

    [Theory]
    [InlineData(null, "x", -32020, "header-missing")]
    [InlineData("tools/call", null, -32020, "header-missing")]
    [InlineData("tools/call", "fs.read", -32020, "name-mismatch")]
    [InlineData("tools/call", "X", -32020, "name-mismatch")]
    [InlineData("tools/list", "x", -32020, "method-mismatch")]
    [InlineData("Tools/Call", "x", -32020, "method-mismatch")]
    [InlineData("tools/call", "=?base64?eA?=", -32020, "header-malformed")]
    [InlineData("tools/call", "=?BASE64?eA==?=", -32020, "header-malformed")]
    [InlineData("tools/call", "=?base64?/w==?=", -32020, "header-malformed")]
    [InlineData("tools/call", "\u00e9", -32020, "header-malformed")]
    public void Read_HeadersDiffer_IsHeaderMismatch(string? method, string? name, int code, string reason)
    {
        var refusal = ReadModern(Call("x"), method, name).Refusal!;
        Assert.Equal((400, code, reason), (refusal.Status, refusal.RpcCode, refusal.Reason));
    }

    [Theory]
    [InlineData("x", "=?base64?eA==?=")]
    [InlineData("\uff46\uff53", "=?base64?772G772T?=")]
    [InlineData("=?base64?eA==?=", "=?base64?PT9iYXNlNjQ/ZUE9PT89?=")]
    public void Read_EncodedName_IsComparedDecoded(string name, string header) =>
        Assert.Equal(name, ReadModern(Call(name), name: header).Message?.Name);

    [Fact]
    public void Read_HeaderTwice_IsRefusedUnlessEqual()
    {
        var headers = Modern("tools/call");
        Assert.Equal("header-repeated", WireReader.Read(
            Bytes(Call("x")), headers with { Name = new StringValues(["x", "fs.delete"]) }).Refusal!.Reason);
        Assert.NotNull(WireReader.Read(Bytes(Call("x")), headers with { Name = new StringValues(["x", "x"]) }).Message);
        Assert.Equal("header-repeated", WireReader.Read(Bytes(Call("x")), Modern("tools/call", "x") with
        {
            Version = new StringValues([ProtocolVersions.V20260728, ProtocolVersions.V20251125]),
        }).Refusal!.Reason);
    }

    [Theory]
    [InlineData("2025-11-25")]
    [InlineData("2025-03-26")]
    [InlineData(null)]
    public void Read_ModernBodyUnderLegacyHeader_IsRefused(string? version) =>
        Assert.Equal(-32020, WireReader.Read(Bytes(Call("x")), Legacy(version)).Refusal!.RpcCode);

    [Fact]
    public void Read_LegacyBodyUnderModernHeader_IsRefused() =>
        Assert.Equal("meta-missing", ReadModern(LegacyCall, name: "x").Refusal!.Reason);

    [Fact]
    public void Read_MetaWithoutCapabilities_IsInvalidParams()
    {
        var body = Call("x").Replace("$META", "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\"}", StringComparison.Ordinal);
        Assert.Equal((-32602, "meta-missing"), (ReadModern(body, name: "x").Refusal!.RpcCode, ReadModern(body, name: "x").Refusal!.Reason));
    }

    [Fact]
    public void Read_VersionsDiffer_IsHeaderMismatch()
    {
        var body = Call("x").Replace("$META", Meta.Replace("2026-07-28", "2027-01-01", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal("version-mismatch", ReadModern(body, name: "x").Refusal!.Reason);
    }

    [Theory]
    [InlineData("2027-01-01", "2027-01-01")]
    [InlineData("2024-10-07", "2024-10-07")]
    [InlineData("<script>", "")]
    public void Read_UnknownVersion_NamesWhatIsSupported(string version, string requested)
    {
        var refusal = WireReader.Read(Bytes(LegacyCall), Legacy(version)).Refusal!;
        Assert.Equal((400, -32022), (refusal.Status, refusal.RpcCode));

        using var answer = JsonDocument.Parse(WireWriter.Refusal(refusal));
        var data = answer.RootElement.GetProperty("error").GetProperty("data");
        Assert.Equal("2026-07-28", data.GetProperty("supported")[0].GetString());
        Assert.Equal(requested, data.GetProperty("requested").GetString());
        Assert.Equal(1, answer.RootElement.GetProperty("id").GetInt32());
    }

    [Fact]
    public void Read_NoVersionHeader_IsLegacy()
    {
        var message = WireReader.Read(Bytes(LegacyCall), default).Message!;
        Assert.Equal((Era.Legacy, null), (message.Era, message.HeaderVersion));
    }

    [Fact]
    public void Read_ModernResponse_IsRefused() =>
        Assert.Equal("response-refused", ReadModern("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"content\":[]}}", null).Refusal!.Reason);

    [Theory]
    [InlineData("resources/read", "\"uri\":\"file:///a\"", "file:///a", true)]
    [InlineData("resources/read", "\"uri\":\"file:///a\"", "file:///b", false)]
    [InlineData("prompts/get", "\"name\":\"p\"", "p", true)]
    [InlineData("prompts/get", "\"name\":\"p\"", "q", false)]
    [InlineData("tasks/cancel", "\"taskId\":\"t\"", "t", true)]
    [InlineData("tasks/cancel", "\"taskId\":\"t\"", "u", false)]
    public void Read_TargetOfOtherMethods_IsCompared(string method, string member, string header, bool agrees)
    {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + member + ",\"_meta\":$META}}";
        Assert.Equal(agrees, ReadModern(body, method, header).Message is not null);
    }

    [Fact]
    public void Read_ParamHeaders_AreTakenOnlyWhenSound()
    {
        static (ClientMessage?, WireRefusal?) Read(string name, StringValues value) => WireReader.Read(
            Bytes(Call("x")),
            Modern("tools/call", "x") with { Params = [new("Mcp-Param-" + name, value)] });
        static ImmutableArray<KeyValuePair<string, string>> Taken((ClientMessage? Message, WireRefusal?) answer) =>
            answer.Message!.ParamHeaders;

        Assert.Equal([new("Mcp-Param-Region", "eu")], Taken(Read("Region", "eu")));
        Assert.Equal("header-repeated", Read("Region", new StringValues(["eu", "us"])).Item2!.Reason);
        Assert.Equal("header-malformed", Read("Region", "=?base64?!?=").Item2!.Reason);
        Assert.Equal("header-malformed", Read("", "x").Item2!.Reason);
    }
}
