using Gatehouse.Api.Policies;

namespace Gatehouse.Control.Policies;

/// <summary>One text of a policy. It never changes.</summary>
internal sealed class PolicyVersion
{
    public required string PolicyId { get; init; }

    /// <summary>From 1, in order.</summary>
    public required int Number { get; init; }

    /// <summary>The document byte for byte, UTF-8.</summary>
    public required byte[] Document { get; init; }

    /// <summary>The tests beside it, UTF-8; null for none.</summary>
    public byte[]? Tests { get; init; }

    /// <summary>SHA-256 of the document, 64 hex digits.</summary>
    public required string Hash { get; init; }

    public required string AuthorId { get; init; }

    public required string Author { get; init; }

    /// <summary>The person behind the author: who made the key, where it was a key; null where that is nobody.</summary>
    public string? AnswererId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Message { get; init; }

    /// <summary>Whether it can open something that the version before kept shut.</summary>
    public bool IsWidening { get; init; }

    /// <summary>The version that was in force when it was saved; its own number for the first.</summary>
    public int MadeFrom { get; init; }

    public PolicyVersionState State { get; set; }

    public string? ConfirmedById { get; set; }

    public string? ConfirmedBy { get; set; }

    public DateTimeOffset? ConfirmedAt { get; set; }
}
