using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Gateway.Downstream;

/// <summary>The addresses of one server.</summary>
internal enum McpDoor : byte
{
    /// <summary><c>/mcp/{server}</c>: Streamable HTTP.</summary>
    Endpoint = 0,

    /// <summary><c>/mcp/{server}/sse</c>: the event stream of 2024-11-05.</summary>
    SseStream,

    /// <summary><c>/mcp/{server}/messages</c>: where a client of 2024-11-05 posts.</summary>
    SseMessages,
}

/// <summary>Which server a request is for, and by which door.</summary>
/// <param name="ServerId">Empty for every address that is no server's.</param>
/// <param name="Door">The door; it means nothing without a server.</param>
/// <param name="Stream">The sealed name of the stream that a posted message belongs to, or null.</param>
internal readonly record struct McpPath(string ServerId, McpDoor Door, string? Stream)
{
    private const string Prefix = "/mcp/";
    private const string Session = "?session=";

    /// <summary>SECURITY: reads the path as it was sent; every other spelling of it is no server's.</summary>
    public static McpPath Of(HttpContext http) => Of(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget);

    /// <summary>The same for a path by itself.</summary>
    public static McpPath Of(ReadOnlySpan<char> target)
    {
        var end = target.IndexOf('?');
        var path = end < 0 ? target : target[..end];
        var query = end < 0 ? default : target[end..];
        if (!path.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return new("", McpDoor.Endpoint, null);
        }

        var rest = path[Prefix.Length..];
        var slash = rest.IndexOf('/');
        var id = slash < 0 ? rest : rest[..slash];
        McpDoor? door = (slash < 0 ? default : rest[slash..]) switch
        {
            "" or "/" => McpDoor.Endpoint,
            "/sse" => McpDoor.SseStream,
            "/messages" => McpDoor.SseMessages,
            _ => null,
        };
        return door is not { } known || id.ContainsAnyExcept("abcdefghijklmnopqrstuvwxyz0123456789-")
            ? new("", McpDoor.Endpoint, null)
            : new(id.ToString(), known, known == McpDoor.SseMessages ? StreamOf(query) : null);
    }

    /// <summary>The address that a stream tells its client to post to: a path of the stream's own origin.</summary>
    public static string Messages(string serverId, string stream) => $"{Prefix}{serverId}/messages{Session}{stream}";

    private static string? StreamOf(ReadOnlySpan<char> query) =>
        query.StartsWith(Session, StringComparison.Ordinal) ? query[Session.Length..].ToString() : null;
}
