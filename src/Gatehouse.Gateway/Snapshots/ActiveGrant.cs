using Gatehouse.Gateway.Identity;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>The credential of one agent on one server, with its policy.</summary>
public sealed record ActiveGrant
{
    /// <summary>Opaque id.</summary>
    public string Id => Facts.Id;

    /// <summary>What policies may look at.</summary>
    public required GrantFacts Facts { get; init; }

    /// <summary>The one server that it is for.</summary>
    public required ActiveServer Server { get; init; }

    /// <summary>Hash of its token; null for the one client of a stdio wrapper.</summary>
    public TokenHash? Token { get; init; }

    /// <summary>From this instant on it is as if it did not exist.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Its documents, compiled.</summary>
    public required PolicyDecisionPoint Policy { get; init; }

    /// <summary>Hash of its own document, for records; empty without one.</summary>
    public string PolicyHash { get; init; } = "";
}
