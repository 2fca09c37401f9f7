using System.Collections.Frozen;
using System.Net;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Settings of the data plane that a reload may change.</summary>
public sealed record GatewaySettings
{
    /// <summary>Host names that requests may name beside loopback ones, lower case, without port.</summary>
    public FrozenSet<string> Hosts { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Origins that browsers may come from, as browsers send them.</summary>
    public FrozenSet<string> Origins { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Proxies that end TLS in front of a listener that does not: nobody else reaches it from another machine.</summary>
    public FrozenSet<IPAddress> TrustedProxies { get; init; } = FrozenSet<IPAddress>.Empty;

    /// <summary>Largest request body in bytes; default 4 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 4 * 1024 * 1024;

    /// <summary>Most requests of one grant under way at once, streams included; default 1,024.</summary>
    public int MaxRequestsPerGrant { get; init; } = 1024;

    /// <summary>Longest time for a request body to arrive; default 30 s.</summary>
    public TimeSpan BodyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The page where a person settles an approval, with <c>{id}</c> in it; null where there is none.</summary>
    public string? ApprovalUrl { get; init; }

    /// <summary>Where tokens are to be had by OAuth; null where a grant's own token is the only one.</summary>
    public AuthorizationPlace? Authorization { get; init; }
}
