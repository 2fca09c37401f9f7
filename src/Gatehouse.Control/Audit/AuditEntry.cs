using Gatehouse.Api.Audit;

namespace Gatehouse.Control.Audit;

/// <summary>One change, written in its own transaction. Each organisation has a chain of its own.</summary>
internal sealed class AuditEntry
{
    public required string OrganisationId { get; init; }

    /// <summary>From 1 in each organisation, without gaps.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ActorKind ActorKind { get; init; }

    public required string ActorId { get; init; }

    /// <summary>As people knew them then.</summary>
    public required string Actor { get; init; }

    /// <summary>Stable word, for example <c>server.created</c>.</summary>
    public required string What { get; init; }

    public required string SubjectKind { get; init; }

    public required string SubjectId { get; init; }

    /// <summary>JSON before the change; null for what was made. Never a secret.</summary>
    public string? Before { get; init; }

    /// <summary>JSON after it; null for what was removed. Never a secret.</summary>
    public string? After { get; init; }

    /// <summary>Network address that it came from.</summary>
    public required string From { get; init; }

    /// <summary>Hash of the organisation's entry before, 64 hex digits; zeros for the first.</summary>
    public required string Previous { get; init; }

    /// <summary>SHA-256 as <see cref="AuditChain"/> says, 64 hex digits.</summary>
    public required string Hash { get; init; }
}
