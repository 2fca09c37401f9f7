namespace Gatehouse.Control.People;

/// <summary>A link by which a signed-in person shows that they read what is sent to their address.</summary>
internal sealed class ConfirmationLink
{
    public required string TokenHash { get; init; }

    public required string PersonId { get; init; }

    public required DateTimeOffset Expires { get; init; }
}
