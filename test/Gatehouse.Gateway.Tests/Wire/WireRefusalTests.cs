using System.Text;
using Gatehouse.Gateway.Wire;
using Microsoft.Extensions.Primitives;
using Xunit;
using static Gatehouse.Gateway.Tests.Wire.WireCase;

namespace Gatehouse.Gateway.Tests.Wire;

/// <summary>What the attack cases of families JSN, NAM and MCP demand of the reader, under both eras.</summary>
public sealed class WireRefusalTests
{
    [Theory]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"_meta\":$META}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"arguments\":{\"amount\":1,\"amount\":2},\"_meta\":$META}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"arguments\":{\"amount\":1,\"\\u0061mount\":2},\"_meta\":$META}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"param\u017f\":{\"name\":\"x\",\"_meta\":$META}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"_meta\":$META},\"extra\":1}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"Method\":\"tools/call\",\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"_meta\":$META}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"Name\":\"y\",\"_meta\":$META}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"argument\u017f\":{},\"_meta\":$META}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"ta\\u017f\u212a\":{},\"_meta\":$META}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"_META\":{},\"_meta\":$META}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"arguments\":{\"a\":\"\\ud800\"},\"_meta\":$META}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"arguments\":{\"a\":NaN},\"_meta\":$META}}", -32700)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"arguments\":{\"a\":1,},\"_meta\":$META}}", -32700)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"_meta\":$META}}\n{\"jsonrpc\":\"2.0\",\"id\":2}", -32700)]
    [InlineData("\ufeff{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"_meta\":$META}}", -32700)]
    [InlineData("", -32700)]
    [InlineData("\"x\"", -32600)]
    [InlineData("null", -32600)]
    [InlineData(" [{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]", -32600)]
    [InlineData("[ this is not even JSON", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"_meta\":$META}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":1}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"result\":{},\"params\":{\"name\":\"x\",\"_meta\":$META}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"error\":{\"code\":1,\"message\":\"\"}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{},\"params\":{}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"result\":{}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[]}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":\"x\"}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1}", -32600)]
    [InlineData("{\"id\":1,\"method\":\"tools/call\",\"params\":{}}", -32600)]
    [InlineData("{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{}}", -32600)]
    [InlineData("{\"jsonrpc\":2.0,\"id\":1,\"method\":\"tools/call\",\"params\":{}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call \",\"params\":{\"name\":\"x\"}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\\u0000\",\"params\":{\"name\":\"x\"}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"\",\"params\":{\"name\":\"x\"}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":7,\"params\":{\"name\":\"x\"}}", -32600)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":[]}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":null}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":5}}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\"}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"arguments\":[],\"_meta\":$META}}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"requestState\":1,\"_meta\":$META}}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"_meta\":[]}}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"_meta\":{\"progressToken\":1.5}}}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"x\",\"_meta\":{\"gatehouse/session\":\"\"}}}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tasks/get\",\"params\":{\"taskId\":1}}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"resources/read\",\"params\":{\"uri\":\"a\\u0007\"}}", -32602)]
    [InlineData("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"completion/complete\",\"params\":{\"ref\":\"x\"}}", -32602)]
    public void Read_UnsoundBody_IsRefusedInBothEras(string body, int code)
    {
        var legacy = body.Contains("$META", StringComparison.Ordinal)
            ? body.Replace("$META", "{}", StringComparison.Ordinal)
            : body;
        AssertRefused(code, WireReader.Read(Bytes(legacy), Legacy()));
        AssertRefused(code, WireReader.Read(Bytes(body), Modern("tools/call", "x")));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("1.5")]
    [InlineData("1.0")]
    [InlineData("1e3")]
    [InlineData("-0")]
    [InlineData("true")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("1152921504606846976")]
    [InlineData("9007199254740993")]
    public void Read_UnsoundId_IsRefusedWithoutEcho(string id)
    {
        var body = Call("x").Replace("\"id\":1", "\"id\":" + id, StringComparison.Ordinal);
        var (message, refusal) = ReadModern(body, name: "x");
        Assert.Null(message);
        Assert.Equal("id-invalid", refusal!.Reason);
        Assert.True(refusal.Id.IsEmpty);
    }

    [Theory]
    [InlineData("9007199254740992")]
    [InlineData("-9007199254740992")]
    [InlineData("0")]
    [InlineData("\"\"")]
    [InlineData("\"\\u0041\"")]
    public void Read_SoundId_IsKeptAsWritten(string id)
    {
        var body = Call("x").Replace("\"id\":1", "\"id\":" + id, StringComparison.Ordinal);
        Assert.Equal(id, Text(ReadModern(body, name: "x").Message!.Id));
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData(1_000_000, false)]
    public void Read_LongStringId_StopsAt128(int length, bool isSound)
    {
        var body = Call("x").Replace("\"id\":1", "\"id\":\"" + new string('i', length) + "\"", StringComparison.Ordinal);
        Assert.Equal(isSound, ReadModern(body, name: "x").Message is not null);
    }

    [Theory]
    [InlineData("bank.\u202erefsnart")]
    [InlineData("fs.read\u200b")]
    [InlineData("fs.\ufeffread")]
    [InlineData("fs\\u0000read")]
    [InlineData("fs\\nread")]
    [InlineData("fs\u00adread")]
    [InlineData("fs\u3164read")]
    [InlineData("fs\u2028read")]
    [InlineData("fs\udb40\udc41read")]
    [InlineData("")]
    public void Read_NameThatFoolsTheEye_IsInvalidParams(string name)
    {
        AssertRefused(-32602, WireReader.Read(Bytes(Call(name)), Modern("tools/call", HeaderValue.Encode(name))));
        AssertRefused(-32602, ReadLegacy(Call(name).Replace("$META", "{}", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(128, true)]
    [InlineData(129, false)]
    [InlineData(1_000_000, false)]
    public void Read_LongName_StopsAt128(int length, bool isSound)
    {
        var name = new string('n', length);
        Assert.Equal(isSound, ReadModern(Call(name), name: name).Message is not null);
    }

    [Fact]
    public void Read_UnsoundEncoding_IsParseError() =>
        AssertRefused(-32700, WireReader.Read(
            (byte[])[.. "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{\"a\":\""u8, 0xFF, .. "\"}}"u8], default));

    [Fact]
    public void Read_DeepArguments_StopAt32Below()
    {
        static string Nest(int n) => "{\"a\":" + new string('[', n) + new string(']', n) + "}";
        Assert.NotNull(ReadModern(Call("x", Nest(32)), name: "x").Message);
        AssertRefused(-32600, ReadModern(Call("x", Nest(33)), name: "x"));
        AssertRefused(-32600, ReadModern(Call("x", Nest(100_000)), name: "x"));
    }

    [Fact]
    public void Read_RefusalAfterTheId_EchoesTheId()
    {
        var refusal = ReadModern(Call("x"), name: "other").Refusal!;
        Assert.Equal("1", Text(refusal.Id));
    }

    [Fact]
    public void Read_Refusals_HoldNoValueOfTheMessage()
    {
        const string Secret = "hunter2-secret";
        string[] bodies =
        [
            Call(Secret + "\u202e"), Call("x", "{\"" + Secret + "\":1,\"" + Secret + "\":2}"),
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + Secret + " \"}",
            "{\"jsonrpc\":\"2.0\",\"id\":1,\"" + Secret + "\":\"x\"}",
        ];
        foreach (var body in bodies)
        {
            var refusal = ReadModern(body, name: Secret).Refusal!;
            Assert.DoesNotContain(Secret, Text(WireWriter.Refusal(refusal)), StringComparison.Ordinal);
        }
    }

    private static void AssertRefused(int code, (ClientMessage? Message, WireRefusal? Refusal) answer)
    {
        Assert.Null(answer.Message);
        Assert.Equal((400, code), (answer.Refusal!.Status, answer.Refusal.RpcCode));
    }
}
