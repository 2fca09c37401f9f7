using System.Net;
using Gatehouse.Gateway.Snapshots;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Facts of the connection that a request came in by.</summary>
internal static class Listener
{
    /// <summary>Whether the request came to a loopback address of this machine.</summary>
    public static bool IsLoopback(HttpContext http) =>
        http.Connection.LocalIpAddress is { } address && IPAddress.IsLoopback(address);

    /// <summary>Whether the token on it was out of others' sight: this machine, TLS, or a proxy that ended TLS.</summary>
    public static bool IsPrivate(HttpContext http, GatewaySettings settings) =>
        IsLoopback(http) || http.Request.IsHttps || IsProxy(http, settings);

    /// <summary>Where a request is from: behind a proxy that is trusted, the address that it names last.</summary>
    public static IPAddress? Client(HttpContext http, GatewaySettings settings)
    {
        var forwarded = http.Request.Headers["X-Forwarded-For"];
        return IsProxy(http, settings) && forwarded.Count > 0 && forwarded[^1] is { } chain
            && IPAddress.TryParse(chain.AsSpan()[(chain.LastIndexOf(',') + 1)..].Trim(), out var client)
                ? client
                : http.Connection.RemoteIpAddress;
    }

    private static bool IsProxy(HttpContext http, GatewaySettings settings) =>
        http.Connection.RemoteIpAddress is { } remote
        && settings.TrustedProxies.Contains(remote.IsIPv4MappedToIPv6 ? remote.MapToIPv4() : remote);
}
