using Gatehouse.Policy;

namespace Gatehouse.Gateway.Sessions;

/// <summary>The session that a message belongs to, as the policy language means it (section 5).</summary>
internal sealed record Session
{
    /// <summary>What counters and facts are kept under: never an id that another grant could name.</summary>
    public required string Key { get; init; }

    /// <summary>The upstream's own id of an MCP session; null where there is none.</summary>
    public string? UpstreamId { get; init; }

    /// <summary>The same, sealed, as the client sends it.</summary>
    public string? SealedId { get; init; }

    /// <summary>What the client said of itself; null where it is not known.</summary>
    public ClientFacts? Client { get; init; }

    /// <summary>The revision that the client asked for when the session began; null where that is not known.</summary>
    public string? Revision { get; init; }

    /// <summary>Whether the client said then that it can show a person an address.</summary>
    public bool ShowsAddresses { get; init; }

    /// <summary>Whether it is an MCP session that began before this process.</summary>
    public bool IsOlderThanProcess { get; init; }
}
