namespace Gatehouse.Api.Audit;

/// <summary>One change: a row of the audit as the API and its files have it, with everything that its hash covers.</summary>
public sealed record AuditLine
{
    /// <summary>Whose chain.</summary>
    public required string OrganisationId { get; init; }

    /// <summary>From 1 in each organisation, without gaps: the order of changes. Times are advisory.</summary>
    public required long Sequence { get; init; }

    /// <summary>The server's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What kind of somebody.</summary>
    public required ActorKind ActorKind { get; init; }

    /// <summary>Opaque id; empty for a link and for the server itself.</summary>
    public required string ActorId { get; init; }

    /// <summary>As people knew them then.</summary>
    public required string Actor { get; init; }

    /// <summary>Stable word, for example <c>server.created</c>.</summary>
    public required string What { get; init; }

    /// <summary>What kind of thing.</summary>
    public required string SubjectKind { get; init; }

    /// <summary>Which.</summary>
    public required string SubjectId { get; init; }

    /// <summary>JSON text before the change, to the byte; null for what was made.</summary>
    public string? Before { get; init; }

    /// <summary>JSON text after it, to the byte; null for what was removed.</summary>
    public string? After { get; init; }

    /// <summary>Network address that it came from.</summary>
    public required string From { get; init; }

    /// <summary>Hash of the row before, 64 hex digits; zeros for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>SHA-256 of this one as <see cref="AuditHash"/> says, 64 hex digits.</summary>
    public required string Hash { get; init; }
}
