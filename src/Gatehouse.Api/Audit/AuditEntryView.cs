namespace Gatehouse.Api.Audit;

/// <summary>One change: who, what, when and from where.</summary>
public sealed record AuditEntryView
{
    /// <summary>From 1 in each organisation, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind of somebody did it.</summary>
    public required ActorKind ActorKind { get; init; }

    /// <summary>Person or API key; empty for a link and for the server itself.</summary>
    public required string ActorId { get; init; }

    /// <summary>Address or label, as it was then.</summary>
    public required string Actor { get; init; }

    /// <summary>Stable word, for example <c>organisation.frozen</c>.</summary>
    public required string What { get; init; }

    /// <summary>What kind of thing was changed.</summary>
    public required string SubjectKind { get; init; }

    /// <summary>Which one.</summary>
    public required string SubjectId { get; init; }

    /// <summary>The thing before, as JSON text; null for what was made.</summary>
    public string? Before { get; init; }

    /// <summary>The thing after, as JSON text; null for what was removed.</summary>
    public string? After { get; init; }

    /// <summary>Network address that it came from.</summary>
    public required string From { get; init; }

    /// <summary>Hash of the entry before, 64 hex digits.</summary>
    public required string Previous { get; init; }

    /// <summary>Hash of this entry, 64 hex digits; docs/reference/audit.md says over what.</summary>
    public required string Hash { get; init; }
}

/// <summary>Whether the audit is as it was written.</summary>
/// <param name="Entries">How many entries were looked at.</param>
/// <param name="IsUnbroken">Whether each one has the right number, names the one before, and has the right hash.</param>
/// <param name="BrokenAt">The first number where that is not so; null for none.</param>
public sealed record AuditCheck(long Entries, bool IsUnbroken, long? BrokenAt = null);
