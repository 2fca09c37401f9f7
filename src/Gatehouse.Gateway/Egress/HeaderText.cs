using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Egress;

/// <summary>Which header names and values may be sent, checked when they are saved and again when they are used.</summary>
public static class HeaderText
{
    private const int MaxName = 128;
    private const int MaxValue = 16 * 1024;

    private static readonly SearchValues<char> TokenChars = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // Framing and routing are the gateway's; the MCP headers are derived from each message.
    private static readonly string[] Owned =
    [
        "Connection", "Content-Length", "Content-Type", "Expect", "Host", "Keep-Alive", "Proxy-Connection", "TE",
        "Trailer", "Transfer-Encoding", "Upgrade", "Accept", "Accept-Encoding", "Cookie", "Forwarded", "Last-Event-ID",
        "MCP-Protocol-Version", "Mcp-Session-Id", "Mcp-Method", "Mcp-Name", LoopMarker.Header,
    ];

    /// <summary>Whether an operator may configure this header for an upstream.</summary>
    /// <returns>Null when they may; the fault never shows the value, which is often a secret.</returns>
    public static Fault? Check(string name, string value)
    {
        if (!IsName(name))
            return new Fault(EgressFaults.HeaderInvalid, "a header name is not a token of RFC 9110");
        if (Owned.Contains(name, StringComparer.OrdinalIgnoreCase)
            || name.StartsWith("Mcp-Param-", StringComparison.OrdinalIgnoreCase))
        {
            return new Fault(EgressFaults.HeaderInvalid, $"the header `{name}` is set by the gateway itself");
        }

        return IsValue(value)
            ? null
            : new Fault(
                EgressFaults.HeaderInvalid,
                $"the value of header `{name}` is not visible ASCII",
                "remove line breaks and characters outside ASCII");
    }

    /// <summary>Whether the text is a token of RFC 9110 and of bearable length.</summary>
    internal static bool IsName(ReadOnlySpan<char> name) =>
        name.Length is > 0 and <= MaxName && !name.ContainsAnyExcept(TokenChars);

    /// <summary>Whether the text is visible ASCII with inner blanks only, and of bearable length.</summary>
    internal static bool IsValue(ReadOnlySpan<char> value) =>
        value.Length is > 0 and <= MaxValue
        && !value.ContainsAnyExceptInRange(' ', '~')
        && value[0] != ' ' && value[^1] != ' ';

    /// <summary>Adds a header that repeats an argument, which may be the empty text.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Name and value were checked on the lines above.")]
    internal static bool TryAddArgument(HttpHeaders headers, string name, string value) =>
        IsName(name) && (value.Length == 0 || IsValue(value)) && headers.TryAddWithoutValidation(name, value);

    /// <summary>Adds a header after checking it; false when it must not be sent.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "Name and value were checked on the lines above.")]
    internal static bool TryAdd(HttpHeaders headers, string name, string value) =>
        IsName(name) && IsValue(value) && headers.TryAddWithoutValidation(name, value);
}
