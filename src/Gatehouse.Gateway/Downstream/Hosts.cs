using Gatehouse.Gateway.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Which names a request may be addressed to and which pages it may come from: against DNS rebinding.</summary>
internal static class Hosts
{
    /// <summary>Whether the Host header names this machine or a configured name.</summary>
    public static bool IsAllowed(HostString host, GatewaySettings settings) =>
        host.HasValue && (IsLoopback(host.Host) || settings.Hosts.Contains(host.Host.ToLowerInvariant()));

    /// <summary>Whether a browser's page may call: a configured origin, or a page of this machine to a loopback listener.</summary>
    public static bool IsAllowedOrigin(StringValues origin, GatewaySettings settings, bool isLoopbackListener) =>
        origin.Count == 1 && origin[0] is { } text
        && (settings.Origins.Contains(text)
            || (isLoopbackListener && Uri.TryCreate(text, UriKind.Absolute, out var uri)
                && uri.Scheme is "http" or "https" && IsLoopback(uri.Host)));

    /// <summary>Whether the name in a Host header, without its port, is one of this machine alone.</summary>
    public static bool IsLoopback(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || string.Equals(host, "127.0.0.1", StringComparison.Ordinal)
        || string.Equals(host, "[::1]", StringComparison.Ordinal);
}
