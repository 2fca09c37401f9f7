namespace Gatehouse.Control.People;

/// <summary>A link by which a stranger makes an account and an organisation. Until it is opened there is neither.</summary>
internal sealed class Registration
{
    public required string TokenHash { get; init; }

    public required string Email { get; init; }

    public required string NormalizedEmail { get; init; }

    public required DateTimeOffset Expires { get; init; }
}
