using System.Collections.Immutable;
using System.Net;
using Gatehouse.Gateway.Identity;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Everything that goes into a snapshot, wherever it is kept: files and databases both give this.</summary>
public sealed record SnapshotInput
{
    /// <summary>Settings that can change without a restart.</summary>
    public required GatewaySettings Settings { get; init; }

    /// <summary>Servers with distinct ids.</summary>
    public required ImmutableArray<ServerInput> Servers { get; init; }

    /// <summary>Grants with distinct ids, each on one of the servers; no two have a token in common.</summary>
    public ImmutableArray<GrantInput> Grants { get; init; } = [];
}

/// <summary>One server with what holds for every grant on it.</summary>
/// <param name="Server">The server.</param>
public sealed record ServerInput(ActiveServer Server)
{
    /// <summary>The baseline of the server's organisation, or null.</summary>
    public PolicyText? OrganisationPolicy { get; init; }

    /// <summary>The server's own baseline, or null.</summary>
    public PolicyText? Policy { get; init; }

    /// <summary>Whether a person froze the server's organisation.</summary>
    public bool IsOrganisationFrozen { get; init; }

    /// <summary>Whether a person froze the server.</summary>
    public bool IsFrozen { get; init; }
}

/// <summary>One grant.</summary>
public sealed record GrantInput
{
    /// <summary>Id, label, tags.</summary>
    public required GrantFacts Facts { get; init; }

    /// <summary>Its server's id.</summary>
    public required string ServerId { get; init; }

    /// <summary>Its tokens; none for the one client of a stdio wrapper.</summary>
    public ImmutableArray<TokenInput> Tokens { get; init; } = [];

    /// <summary>From this instant on it is as if it did not exist.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Its own policy, or null: everything is denied.</summary>
    public PolicyText? Policy { get; init; }

    /// <summary>Networks that its calls may come from; none means from anywhere.</summary>
    public ImmutableArray<IPNetwork> Sources { get; init; } = [];

    /// <summary>That it needs heartbeats, or null where it needs none.</summary>
    public HeartbeatTerm? Heartbeat { get; init; }

    /// <summary>Why it is frozen, or null; what froze its server or organisation is theirs to say.</summary>
    public Freeze? Frozen { get; init; }
}

/// <summary>One token of a grant. A rotation leaves the one before it valid for a while.</summary>
/// <param name="Hash">SHA-256 of the token.</param>
/// <param name="Ends">From this instant on it opens nothing; null for as long as its grant lasts.</param>
public readonly record struct TokenInput(TokenHash Hash, DateTimeOffset? Ends);
