using Gatehouse.Gateway.Snapshots;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Headers alone: what two servers in a row could take for two different requests is refused.</summary>
/// <remarks>The web server's own reading is more lenient than this; `security.md` lists where.</remarks>
internal static class Framing
{
    /// <summary>The status and reason of a refusal, or null.</summary>
    public static (int Status, string Reason)? Check(HttpRequest request, GatewaySettings settings, bool isLoopbackListener)
    {
        var headers = request.Headers;
        if (!HttpProtocol.IsHttp11(request.Protocol) && !HttpProtocol.IsHttp2(request.Protocol))
        {
            return (StatusCodes.Status400BadRequest, "http-version");
        }

        // The server renames the length that it did not use to X-Content-Length.
        var encodings = headers.TransferEncoding;
        if (encodings.Count > 0
            && (encodings.Count > 1 || headers.ContentLength is not null || headers.ContainsKey("X-Content-Length")
                || !string.Equals(encodings[0], "chunked", StringComparison.OrdinalIgnoreCase)))
        {
            return (StatusCodes.Status400BadRequest, "framing-ambiguous");
        }

        if (headers.Authorization.Count > 1 || headers[HttpReply.SessionHeader].Count > 1)
        {
            return (StatusCodes.Status400BadRequest, "header-repeated");
        }

        if (headers.Host.Count != 1 || !Hosts.IsAllowed(request.Host, settings))
        {
            return (StatusCodes.Status421MisdirectedRequest, "host-unknown");
        }

        return headers.Origin.Count > 0 && !Hosts.IsAllowedOrigin(headers.Origin, settings, isLoopbackListener)
            ? (StatusCodes.Status403Forbidden, "origin-unknown")
            : null;
    }
}
