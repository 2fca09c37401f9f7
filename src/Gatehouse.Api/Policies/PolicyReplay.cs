using System.Collections.Immutable;
using Gatehouse.Policy.Language;

namespace Gatehouse.Api.Policies;

/// <summary>Asks which recorded decisions another document would change. A grant, a server or a policy is needed.</summary>
/// <remarks>With a policy and no grant, the calls of every grant are looked at that the policy decides for at that place.</remarks>
public sealed record PolicyReplayQuery : PolicyTrial
{
    /// <summary>How far back.</summary>
    /// <value>1 to 31 days; default 7.</value>
    public int? Days { get; init; }
}

/// <summary>What recorded calls say of a document.</summary>
public sealed record PolicyReplayReport
{
    /// <summary>The first call that was looked at is not older.</summary>
    public required DateTimeOffset Since { get; init; }

    /// <summary>Calls that were looked at.</summary>
    public required int Looked { get; init; }

    /// <summary>Whether these were all; false where there were more than are looked at, and then the newest were.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Calls of which the same would be decided.</summary>
    public required int Same { get; init; }

    /// <summary>Calls of which another thing would be decided, counted.</summary>
    public required ImmutableArray<DecisionShift> Shifts { get; init; }

    /// <summary>Calls that were judged with stored values of their arguments, for who may read those.</summary>
    public int WithValues { get; init; }

    /// <summary>Calls that could not be judged, by what is not known of them.</summary>
    public required UnjudgedCalls Unjudged { get; init; }

    /// <summary>Calls of which another thing would be decided, newest first, as far as they are listed.</summary>
    /// <value>At most 200.</value>
    public required ImmutableArray<ChangedDecision> Changes { get; init; }
}

/// <summary>How many decisions change in the same way.</summary>
/// <param name="Tool">The tool; text from outside.</param>
/// <param name="From">What was decided: <c>allowed</c>, <c>pending</c> where a person was asked, <c>denied</c>.</param>
/// <param name="To">What would be.</param>
/// <param name="Rule">By which rule; empty for a plain allow, or where several might.</param>
/// <param name="Count">How often.</param>
public sealed record DecisionShift(string Tool, string From, string To, string Rule, int Count);

/// <summary>One recorded call of which another thing would be decided.</summary>
/// <param name="Call">Its id.</param>
/// <param name="Time">When it was decided.</param>
/// <param name="ServerId">The server.</param>
/// <param name="GrantId">The grant.</param>
/// <param name="Tool">The tool; text from outside.</param>
/// <param name="From">What was decided.</param>
/// <param name="To">What would be.</param>
/// <param name="Rule">By which rule.</param>
public sealed record ChangedDecision(
    string Call, DateTimeOffset Time, string ServerId, string GrantId, string Tool, string From, string To, string Rule);

/// <summary>Calls whose decision hangs on what a record does not keep. One may count in several.</summary>
/// <param name="Calls">How many altogether.</param>
/// <param name="Values">On values of arguments.</param>
/// <param name="Session">On what the session did before.</param>
/// <param name="Client">On what the client said of itself.</param>
public sealed record UnjudgedCalls(int Calls, int Values, int Session, int Client);

/// <summary>A policy that lets through what a grant called, and nothing else.</summary>
public sealed record PolicySuggestion
{
    /// <summary>The document.</summary>
    public required string Document { get; init; }

    /// <summary>Allowed calls that it was made from.</summary>
    public required int Calls { get; init; }

    /// <summary>Whether these were all of the time that was asked for.</summary>
    public required bool IsComplete { get; init; }

    /// <summary>Tools that were called, most often first.</summary>
    public required ImmutableArray<SuggestedTool> Tools { get; init; }

    /// <summary>Accepted tools of the server that were not called.</summary>
    public required ImmutableArray<string> Unused { get; init; }

    /// <summary>Names and addresses that are not in the document: they cannot be exact keys, or are more than one lists.</summary>
    public required ImmutableArray<string> LeftOut { get; init; }

    /// <summary>What the validator says of it.</summary>
    public required ImmutableArray<Finding> Findings { get; init; }
}

/// <summary>A tool that was called.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Calls">How often.</param>
/// <param name="Arguments">The arguments that it was called with; null where records do not have them all.</param>
public sealed record SuggestedTool(string Name, int Calls, ImmutableArray<string>? Arguments = null);

/// <summary>A version that is to be observed beside the one in force: a draft, or one that is there.</summary>
/// <param name="Document">A draft's text; it is saved as a version.</param>
/// <param name="Number">A version that is there; not with a draft.</param>
/// <param name="Message">What others should know of the draft.</param>
public sealed record PolicyObservation(string? Document = null, int? Number = null, string? Message = null);

/// <summary>Puts the observed version in force, as a new one.</summary>
/// <param name="Message">What others should know.</param>
/// <param name="Confirmed">Whether what the validator wants a yes to gets one.</param>
public sealed record PolicyPromotion(string? Message = null, bool Confirmed = false);
