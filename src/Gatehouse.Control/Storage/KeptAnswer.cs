namespace Gatehouse.Control.Storage;

/// <summary>What a creation with an <c>Idempotency-Key</c> answered, encrypted: answers may hold a token.</summary>
internal sealed class KeptAnswer
{
    /// <summary>Person or API key.</summary>
    public required string ActorId { get; init; }

    /// <summary>As sent.</summary>
    public required string Key { get; init; }

    /// <summary>SHA-256 of method, path and body: the key stands for this one request.</summary>
    public required string RequestHash { get; init; }

    public required string Sealed { get; init; }

    public required DateTimeOffset Expires { get; init; }
}
