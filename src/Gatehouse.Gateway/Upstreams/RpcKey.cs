using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>An id or token as a dictionary key: equal for the spellings of one string, different for 1 and "1".</summary>
internal static class RpcKey
{
    public static string Of(ReadOnlySpan<byte> json) => json.Length >= 2 && json[0] == '"'
        ? "\"" + JsonString.Decode(json[1..^1])
        : System.Text.Encoding.UTF8.GetString(json);
}
