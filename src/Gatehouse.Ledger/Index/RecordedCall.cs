namespace Gatehouse.Ledger.Index;

/// <summary>One call as the record knows it: its intent, and its outcome once there is one. Text from outside may be hostile.</summary>
public sealed record RecordedCall
{
    /// <summary>Place in the index: grows with every call that is taken in, so it is the position to follow from.</summary>
    public required long Id { get; init; }

    /// <summary>Whose journal.</summary>
    public required string Writer { get; init; }

    /// <summary>The intent's place in that journal.</summary>
    public required long Sequence { get; init; }

    /// <summary>When it was decided.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The call.</summary>
    public required string CallId { get; init; }

    /// <summary>The grant.</summary>
    public required string GrantId { get; init; }

    /// <summary>The server.</summary>
    public required string ServerId { get; init; }

    /// <summary>The JSON-RPC method.</summary>
    public required string Method { get; init; }

    /// <summary>Tool, prompt or resource; null where the method has none.</summary>
    public string? Target { get; init; }

    /// <summary>The tool's definition, or null.</summary>
    public string? DefinitionHash { get; init; }

    /// <summary>The policy, or null.</summary>
    public string? PolicyHash { get; init; }

    /// <summary><c>denied</c>, <c>pending</c> or <c>allowed</c>.</summary>
    public required string Decision { get; init; }

    /// <summary>The rule; null for a plain allow.</summary>
    public string? Rule { get; init; }

    /// <summary>JSON: name, type and length of each argument; or null.</summary>
    public string? Arguments { get; init; }

    /// <summary>Keyed digest of the arguments, or null.</summary>
    public string? Digest { get; init; }

    /// <summary>Whether the values of the arguments were to be stored apart, by the server's setting of then.</summary>
    public bool IsKept { get; init; }

    /// <summary>The approval, or null.</summary>
    public string? ApprovalId { get; init; }

    /// <summary>JSON: what observing documents would have done; or null.</summary>
    public string? Observed { get; init; }

    /// <summary>The session's key, or null.</summary>
    public string? Session { get; init; }

    /// <summary>The client's name as it reports it, or null.</summary>
    public string? Client { get; init; }

    /// <summary>W3C trace id, or null.</summary>
    public string? TraceId { get; init; }

    /// <summary><c>done</c>, <c>error</c>, <c>fault</c>, <c>cancelled</c>, <c>unknown</c>; null while it runs or was never sent.</summary>
    public string? Class { get; init; }

    /// <summary>Size of the answer in bytes.</summary>
    public long Bytes { get; init; }

    /// <summary>How long the answer took.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Stable word of an upstream fault, or null.</summary>
    public string? Fault { get; init; }

    /// <summary>JSON: counter, window, time and amount of what was taken from limits; or null.</summary>
    public string? Reserved { get; init; }
}
