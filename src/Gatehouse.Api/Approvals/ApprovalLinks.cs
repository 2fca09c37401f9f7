using System.Collections.Immutable;

namespace Gatehouse.Api.Approvals;

/// <summary>A link from an e-mail about a request.</summary>
/// <param name="Token">What follows <c>link=</c>.</param>
public sealed record ApprovalLink(string Token);

/// <summary>What the e-mail said, as it stands now. It answers nothing.</summary>
public sealed record ApprovalLinkView
{
    /// <summary>The request.</summary>
    public required string Id { get; init; }

    /// <summary>Whom the link was sent to: who signs in to answer.</summary>
    public required string Email { get; init; }

    /// <summary>Where it stands.</summary>
    public required ApprovalWord State { get; init; }

    /// <summary>The grant's label.</summary>
    public required string GrantLabel { get; init; }

    /// <summary>The server.</summary>
    public required string ServerId { get; init; }

    /// <summary>The tool.</summary>
    public required string Tool { get; init; }

    /// <summary>What the policy says to the person.</summary>
    public required ImmutableArray<string> Messages { get; init; }

    /// <summary>When it closes, and the link with it.</summary>
    public required DateTimeOffset Expires { get; init; }
}
