using System.Collections.Immutable;

namespace Gatehouse.Api.Approvals;

/// <summary>A request in a list. All text in it may be hostile; none of it is a value of the call.</summary>
public sealed record ApprovalSummary
{
    /// <summary>128 random bits, URL-safe.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required ApprovalWord State { get; init; }

    /// <summary>Whose call it is.</summary>
    public required string GrantId { get; init; }

    /// <summary>The grant's label when it was asked.</summary>
    public required string GrantLabel { get; init; }

    /// <summary>The server.</summary>
    public required string ServerId { get; init; }

    /// <summary>The tool.</summary>
    public required string Tool { get; init; }

    /// <summary>What the policy says to the person.</summary>
    public required ImmutableArray<string> Messages { get; init; }

    /// <summary>How many people must agree.</summary>
    public required int Approvers { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it closes, or the approval lapses.</summary>
    public required DateTimeOffset Expires { get; init; }
}
