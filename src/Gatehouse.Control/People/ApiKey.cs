using Gatehouse.Api.People;
using Gatehouse.Control.Storage;

namespace Gatehouse.Control.People;

/// <summary>The credential of a program that uses the API.</summary>
internal sealed class ApiKey : IListed
{
    /// <summary><c>key_…</c>.</summary>
    public required string Id { get; init; }

    public required string OrganisationId { get; init; }

    public required string Label { get; init; }

    public required Role Role { get; init; }

    /// <summary>SHA-256 of the key, 64 hex digits.</summary>
    public required string TokenHash { get; init; }

    /// <summary>How it begins.</summary>
    public required string Shown { get; init; }

    /// <summary>Person or API key; with the person it goes.</summary>
    public required string CreatedById { get; init; }

    public required string CreatedBy { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public DateTimeOffset? LastUsed { get; set; }

    public DateTimeOffset? Revoked { get; set; }
}
