using System.Collections.Immutable;

namespace Gatehouse.Api.Approvals;

/// <summary>One request, with everything that the person who decides should know.</summary>
public sealed record ApprovalView : IVersioned
{
    /// <summary>128 random bits, URL-safe.</summary>
    public required string Id { get; init; }

    /// <summary>Where it stands.</summary>
    public required ApprovalWord State { get; init; }

    /// <summary>Whose call it is.</summary>
    public required ApprovalGrant Grant { get; init; }

    /// <summary>The client's name as it reports it; null for none.</summary>
    public string? Client { get; init; }

    /// <summary>The server.</summary>
    public required string ServerId { get; init; }

    /// <summary>What people call the server.</summary>
    public required string ServerName { get; init; }

    /// <summary>The tool.</summary>
    public required string Tool { get; init; }

    /// <summary>Hash of the tool's accepted definition.</summary>
    public required string Definition { get; init; }

    /// <summary>What the tool can do, as told when its definition was accepted: <c>read</c>, <c>write</c> …; null where that
    /// definition is no longer the accepted one.</summary>
    public string? Category { get; init; }

    /// <summary>How much care it needs: <c>low</c> to <c>critical</c>; null as the category.</summary>
    public string? Risk { get; init; }

    /// <summary>SHA-256 of the call in canonical form: what is approved is this and nothing else.</summary>
    public required string Digest { get; init; }

    /// <summary>The exact arguments; null once they are gone, and for those who may not settle the request.</summary>
    public ArgumentsView? Arguments { get; init; }

    /// <summary>Why the arguments cannot be shown, where they should be there.</summary>
    public string? ArgumentsFault { get; init; }

    /// <summary>Rules that asked.</summary>
    public required ImmutableArray<string> Rules { get; init; }

    /// <summary>What the policy says to the person.</summary>
    public required ImmutableArray<string> Messages { get; init; }

    /// <summary>How many people must agree.</summary>
    public required int Approvers { get; init; }

    /// <summary>How many have.</summary>
    public required int Votes { get; init; }

    /// <summary>An earlier request of the very same call that has just run; null for none.</summary>
    public string? RepeatOf { get; init; }

    /// <summary>When it was asked.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it closes, or the approval lapses.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>What happened, in order.</summary>
    public required ImmutableArray<ApprovalEvent> History { get; init; }

    /// <summary>Why who asks may not settle it; null where they may.</summary>
    public string? MayNotSettle { get; init; }

    /// <inheritdoc/>
    /// <remarks>0 while a part of the arguments is not shown: with it nothing can be settled.</remarks>
    public required int Version { get; init; }
}

/// <summary>The grant of a call.</summary>
/// <param name="Id">The grant.</param>
/// <param name="Label">Its label when it was asked.</param>
/// <param name="OwnerId">Who owns it now.</param>
/// <param name="Owner">Their address; null where they left.</param>
public sealed record ApprovalGrant(string Id, string Label, string OwnerId, string? Owner = null);

/// <summary>Arguments as a person can read them without being misled.</summary>
public sealed record ArgumentsView
{
    /// <summary>
    /// The JSON, decoded and indented. What cannot be seen stands as <c>\{U+202E}</c>, a long run of one blank as
    /// <c>\{5000 × U+0020}</c>; nothing in JSON is written so.
    /// </summary>
    public required string Text { get; init; }

    /// <summary>Length of the whole text in characters.</summary>
    public required int Characters { get; init; }

    /// <summary>Length of the call as it was sent, in bytes.</summary>
    public required int Bytes { get; init; }

    /// <summary>How many characters were spelt out.</summary>
    public required int Hidden { get; init; }

    /// <summary>Whether only the beginning is here: <c>?full=true</c> gives the rest, and what is needed to settle.</summary>
    public required bool IsCut { get; init; }
}

/// <summary>Something that happened to a request.</summary>
/// <param name="What"><c>asked</c>, <c>approved</c>, <c>refused</c>, <c>void</c>, <c>called</c>.</param>
/// <param name="At">When.</param>
/// <param name="By">Who, as others know them; null for nobody.</param>
/// <param name="Via">The API key that spoke for them; null for none.</param>
/// <param name="Comment">What they wrote; null for nothing.</param>
public sealed record ApprovalEvent(string What, DateTimeOffset At, string? By = null, string? Via = null, string? Comment = null);
