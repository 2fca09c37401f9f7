using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using Gatehouse.Gateway.Downstream;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Control.Routes;

/// <summary>Under which names people reach the server.</summary>
internal sealed record PeopleAddress
{
    /// <summary>What links begin with, without a slash at the end: <c>https://gatehouse.example.com</c>.</summary>
    public required string Public { get; set; }

    /// <summary>Whether the listener itself listens on this machine alone: then its pages may be opened by its loopback names.</summary>
    public required bool IsLoopback { get; init; }

    /// <summary>Proxies in front whose word about the client's address is believed.</summary>
    public FrozenSet<IPAddress> TrustedProxies { get; init; } = FrozenSet<IPAddress>.Empty;

    /// <summary>Whether cookies are for TLS only.</summary>
    public bool IsSecure => Public.StartsWith("https://", StringComparison.Ordinal);

    /// <summary>Where the public address has port 0, the one that the listener got takes its place.</summary>
    public void Bound(int port)
    {
        if (new Uri(Public) is { Port: 0 } url)
        {
            Public = string.Create(CultureInfo.InvariantCulture, $"{url.Scheme}://{url.Host}:{port}");
        }
    }

    /// <summary>SECURITY: against names that were bound anew to this machine.</summary>
    public bool Knows(HostString host) =>
        host.HasValue && (host.Host.Equals(new Uri(Public).Host, StringComparison.OrdinalIgnoreCase)
            || (IsLoopback && Hosts.IsLoopback(host.Host)));

    /// <summary>Whether a page of this origin is one of ours.</summary>
    public bool IsOwn(StringValues origin, HostString host) =>
        origin.Count == 1 && origin[0] is { } text
        && (text == Public || (IsLoopback && Hosts.IsLoopback(host.Host) && text == "http://" + host.Value));
}
