namespace Gatehouse.Control.People;

/// <summary>A link by which a person sets a new password.</summary>
internal sealed class PasswordReset
{
    public required string TokenHash { get; init; }

    public required string PersonId { get; init; }

    public required string OrganisationId { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public DateTimeOffset? Used { get; set; }

    /// <summary>Whether it went to the person's address and nowhere else; else an admin made it and has seen it.</summary>
    public bool IsMailed { get; init; }
}
