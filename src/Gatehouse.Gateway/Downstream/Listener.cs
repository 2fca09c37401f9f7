using System.Net;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Facts of the listener that a request came in by.</summary>
internal static class Listener
{
    /// <summary>Whether the request came to a loopback address of this machine.</summary>
    public static bool IsLoopback(HttpContext http) =>
        http.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address);
}
