namespace Gatehouse.Control.Policies;

/// <summary>One text of a policy. It never changes.</summary>
internal sealed class PolicyVersion
{
    public required string PolicyId { get; init; }

    /// <summary>From 1, in order.</summary>
    public required int Number { get; init; }

    /// <summary>The document byte for byte, UTF-8.</summary>
    public required byte[] Document { get; init; }

    /// <summary>SHA-256 of the document, 64 hex digits.</summary>
    public required string Hash { get; init; }

    public required string AuthorId { get; init; }

    public required string Author { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Message { get; init; }

    /// <summary>Whether it can open something that the version before kept shut.</summary>
    public bool IsWidening { get; init; }
}
