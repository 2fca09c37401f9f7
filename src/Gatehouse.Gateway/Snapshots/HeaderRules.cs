using System.Buffers;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Which headers an operator may add to what goes upstream.</summary>
internal static class HeaderRules
{
    private static readonly SearchValues<char> _token =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    // What the gateway sends itself, or what decides how a message is framed or routed.
    private static readonly HashSet<string> _own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Content-Length", "Content-Type", "Content-Encoding", "Transfer-Encoding", "Connection", "Keep-Alive", "TE",
        "Trailer", "Upgrade", "Expect", "Accept", "Accept-Encoding", "Proxy-Connection", "Proxy-Authorization",
        "MCP-Protocol-Version", "Mcp-Session-Id", "Mcp-Method", "Mcp-Name", "Last-Event-ID",
    };

    private static readonly string[] _secretWords = ["authorization", "cookie", "key", "token", "secret", "password"];

    /// <summary>Whether a header of that name carries a secret, by the words that people use for one.</summary>
    public static bool IsSecret(string name) => _secretWords.Any(word => name.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>What is wrong with a header, or null.</summary>
    public static string? Check(string name, string value) =>
        name.Length == 0 || name.AsSpan().ContainsAnyExcept(_token) ? "its name is not a token"
        : _own.Contains(name) || name.StartsWith("Mcp-Param-", StringComparison.OrdinalIgnoreCase) ? "the gateway sets it itself"
        : value.Length == 0 || value.AsSpan().ContainsAnyExceptInRange(' ', '~') || value[0] == ' ' || value[^1] == ' '
            ? "its value is not visible ASCII, or has a blank at an end"
        : null;
}
