using System.Net;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Routes;

/// <summary>Where requests come from.</summary>
internal static class Addresses
{
    /// <summary>The peer's address; with a proxy that the settings trust, the last one that it names.</summary>
    public static string Of(HttpContext http)
    {
        var peer = http.Connection.RemoteIpAddress;
        if (peer is null)
        {
            return "";
        }

        peer = Plain(peer);
        var trusted = http.Features.Get<PeopleAddress>()?.TrustedProxies;
        return trusted is not null && trusted.Contains(peer)
            && http.Request.Headers["X-Forwarded-For"] is { Count: 1 } forwarded
            && IPAddress.TryParse(forwarded[0]!.Split(',')[^1].Trim(), out var client)
                ? Plain(client).ToString()
                : peer.ToString();
    }

    private static IPAddress Plain(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
}
