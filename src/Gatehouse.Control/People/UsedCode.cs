namespace Gatehouse.Control.People;

/// <summary>A code of an authenticator that was used, for as long as it could be used again.</summary>
internal sealed class UsedCode
{
    public required string PersonId { get; init; }

    public required string Code { get; init; }

    public required DateTimeOffset At { get; init; }
}
