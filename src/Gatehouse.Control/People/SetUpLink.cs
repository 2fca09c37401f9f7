namespace Gatehouse.Control.People;

/// <summary>The link that a server prints while it has no organisation.</summary>
internal sealed class SetUpLink
{
    public required string TokenHash { get; init; }

    public required DateTimeOffset Expires { get; init; }

    public DateTimeOffset? Used { get; set; }
}
