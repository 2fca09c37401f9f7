using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Gatehouse.Control.Declared;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Ledger.Pins;

namespace Gatehouse.Control.Snapshots;

/// <summary>What the operator says of the data plane; everything else of it comes from the database.</summary>
internal sealed record PlaneSettings
{
    /// <summary>Accepted tool definitions; of the ledger that the data plane uses.</summary>
    public required Pins Pins { get; init; }

    /// <summary>Address of the agents' listener as clients reach it, for their configurations.</summary>
    public required Uri AgentsAddress { get; init; }

    /// <summary>How the addresses of servers are written, as resources of tokens.</summary>
    public AuthorizationPlace Resources => new() { Agents = AgentsAddress.ToString().TrimEnd('/'), Issuer = static () => "" };

    /// <summary>Hosts, origins, proxies and sizes of the agents' listener.</summary>
    public GatewaySettings Gateway { get; init; } = new();

    /// <summary>Networks beside the public ones in which servers that people register may be.</summary>
    public ImmutableArray<IPNetwork> OperatorNetworks { get; init; } = [];

    /// <summary>The demo server's address, which may be registered wherever it is; null where there is none.</summary>
    public Uri? Demo { get; init; }

    /// <summary>The operator's file, whose things nobody changes here; null for none.</summary>
    public DeclaredFile? Declared { get; init; }

    /// <summary>Processes that the operator lets servers be, by the name of their entry. The API names one, and never a command.</summary>
    public FrozenDictionary<string, UpstreamEntry.Stdio> StdioEntries { get; init; } =
        FrozenDictionary<string, UpstreamEntry.Stdio>.Empty;
}
