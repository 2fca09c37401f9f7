using System.Collections.Frozen;
using Gatehouse.Api.People;

namespace Gatehouse.Control.OpenId;

/// <summary>The issuer that the operator named, and what its word counts for.</summary>
internal sealed record OpenIdSettings
{
    /// <summary>As the issuer writes itself, letter by letter.</summary>
    public required string Issuer { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Null for a client that has none.</summary>
    public string? Secret { get; init; }

    /// <summary>What people call it, for a button.</summary>
    public required string Name { get; init; }

    /// <summary>Domains of verified addresses that may come in, in lower case; empty for all.</summary>
    public FrozenSet<string> Domains { get; init; } = FrozenSet<string>.Empty;

    /// <summary>Whether an address that the issuer says it has verified is the person's.</summary>
    public bool TrustsEmail { get; init; }

    /// <summary>What somebody becomes who was never here; null where only who was invited comes in.</summary>
    public Role? Newcomers { get; init; }

    /// <summary>Where newcomers become members; null for the only organisation that there is.</summary>
    public string? OrganisationId { get; init; }

    /// <inheritdoc/>
    public override string ToString() => Issuer; // SECURITY: a record prints its members, and one is a secret.
}
