using Gatehouse.Gateway.Identity;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>The credential of one agent on one server, with its policy: one instance for each of its tokens.</summary>
public sealed record ActiveGrant
{
    /// <summary>Opaque id.</summary>
    public string Id => Facts.Id;

    /// <summary>What policies may look at.</summary>
    public required GrantFacts Facts { get; init; }

    /// <summary>The one server that it is for.</summary>
    public required ActiveServer Server { get; init; }

    /// <summary>Hash of the token; null for the one client of a stdio wrapper.</summary>
    public TokenHash? Token { get; init; }

    /// <summary>From this instant on it is as if it did not exist: the end of the grant, or of this token where that is sooner.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Its documents, compiled.</summary>
    public required PolicyDecisionPoint Policy { get; init; }

    /// <summary>The documents that are observed beside them, compiled; null where there is no other.</summary>
    public PolicyDecisionPoint? Observed { get; init; }

    /// <summary>Hash of its own document, for records; empty without one.</summary>
    public string PolicyHash { get; init; } = "";

    /// <summary>Where its calls may come from; null for anywhere.</summary>
    public SourceNetworks? Sources { get; init; }

    /// <summary>Why it is frozen, or null.</summary>
    public Freeze? Frozen { get; init; }

    /// <summary>That it needs heartbeats, or null where it needs none.</summary>
    public HeartbeatTerm? Heartbeat { get; init; }

    /// <summary>Why everything of it is denied now, or null. A heartbeat that stays away freezes without anyone's doing.</summary>
    public Freeze? FrozenNow(TimeProvider time) =>
        Frozen ?? (Heartbeat is { } term && term.Due <= time.GetUtcNow() ? Freeze.Heartbeat : null);
}
