using System.Net;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Gateway.Hosting;

/// <summary>Where agents connect, and what holds for the listener as a whole.</summary>
public sealed record AgentListener
{
    /// <summary>The address; port 0 takes a free one.</summary>
    public required IPEndPoint Listen { get; init; }

    /// <summary>Its certificate; null for plain HTTP.</summary>
    public TlsCertificate? Certificate { get; init; }

    /// <summary>Most connections at once; default 20,000.</summary>
    public int MaxConnections { get; init; } = 20_000;

    /// <summary>How long accepted calls may finish once the process was told to stop; default 20 s.</summary>
    public TimeSpan Drain { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>As a configuration file says.</summary>
    public static AgentListener Of(GatewayConfig config, TlsCertificate? certificate) => new()
    {
        Listen = config.Listen,
        Certificate = certificate,
        MaxConnections = config.MaxConnections,
        Drain = config.Drain,
    };
}
