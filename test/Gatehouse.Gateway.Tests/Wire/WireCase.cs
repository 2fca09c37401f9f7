using System.Text;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tests.Wire;

/// <summary>Bodies and headers of client messages, as the attack cases write them.</summary>
internal static class WireCase
{
    public const string Meta =
        "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\",\"io.modelcontextprotocol/clientCapabilities\":{}}";

    public static byte[] Bytes(string body) =>
        Encoding.UTF8.GetBytes(body.Replace("$META", Meta, StringComparison.Ordinal));

    public static WireHeaders Modern(string? method, string? name = null) =>
        new() { Version = ProtocolVersions.V20260728, Method = method, Name = name };

    public static WireHeaders Legacy(string? version = ProtocolVersions.V20251125) => new() { Version = version };

    public static (ClientMessage? Message, WireRefusal? Refusal) ReadModern(
        string body, string? method = "tools/call", string? name = null) =>
        WireReader.Read(Bytes(body), Modern(method, name));

    public static (ClientMessage? Message, WireRefusal? Refusal) ReadLegacy(string body) =>
        WireReader.Read(Bytes(body), Legacy());

    public static string Call(string name, string arguments = "{}") =>
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"" + name
        + "\",\"arguments\":" + arguments + ",\"_meta\":$META}}";

    public static string Text(ReadOnlyMemory<byte> slice) => Encoding.UTF8.GetString(slice.Span);
}
