using System.Collections.Immutable;
using Gatehouse.Gateway.Approvals;

namespace Gatehouse.Ledger.Approvals;

/// <summary>A request as the person sees it who decides. All text in it may be hostile.</summary>
public sealed record ApprovalCard
{
    /// <summary>128 random bits, URL-safe.</summary>
    public required string Id { get; init; }

    /// <summary>What it covers.</summary>
    public required ApprovalSubject Subject { get; init; }

    /// <summary>Where it stands.</summary>
    public required ApprovalState State { get; init; }

    /// <summary>Rule ids of the entries that asked.</summary>
    public required ImmutableArray<string> Rules { get; init; }

    /// <summary>The entries' messages.</summary>
    public required ImmutableArray<string> Messages { get; init; }

    /// <summary>How many distinct people must agree.</summary>
    public required int Approvers { get; init; }

    /// <summary>Who agreed so far, in order. Empty in lists.</summary>
    public required ImmutableArray<ApprovalVote> Votes { get; init; }

    /// <summary>The grant's label.</summary>
    public required string GrantLabel { get; init; }

    /// <summary>The client's name as it reports it, or null.</summary>
    public string? Client { get; init; }

    /// <summary>An earlier request of the very same call that has just run, or null.</summary>
    public string? RepeatOf { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it closes, or the approval lapses.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Who refused or cancelled it, or null.</summary>
    public string? SettledBy { get; init; }

    /// <summary>As others know them.</summary>
    public string? SettledByLabel { get; init; }

    /// <summary>What they wrote, or why it is void; null for nothing.</summary>
    public string? Comment { get; init; }

    /// <summary>When it was approved, refused or cancelled, or null.</summary>
    public DateTimeOffset? Settled { get; init; }

    /// <summary>When its call was made, or null.</summary>
    public DateTimeOffset? Claimed { get; init; }

    /// <summary>The call that used it up, or null.</summary>
    public string? CallId { get; init; }
}
