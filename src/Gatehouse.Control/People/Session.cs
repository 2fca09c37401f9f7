using Gatehouse.Control.Storage;

namespace Gatehouse.Control.People;

/// <summary>One place where a person is signed in. The cookie's value is known by its hash alone.</summary>
internal sealed class Session : IListed
{
    /// <summary><c>ses_…</c>; not the cookie.</summary>
    public required string Id { get; init; }

    /// <summary>SHA-256 of the cookie, 64 hex digits.</summary>
    public required string TokenHash { get; init; }

    public required string PersonId { get; init; }

    public required string OrganisationId { get; set; }

    public required DateTimeOffset Created { get; init; }

    public required DateTimeOffset LastSeen { get; set; }

    /// <summary>When it ends by itself: moved on by use, never past <see cref="SessionLife.Longest"/>.</summary>
    public required DateTimeOffset Expires { get; set; }

    public required string From { get; init; }

    public string? Agent { get; init; }

    public DateTimeOffset? Revoked { get; set; }
}
