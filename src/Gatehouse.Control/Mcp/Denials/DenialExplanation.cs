using System.Collections.Immutable;
using Gatehouse.Api.Records;

namespace Gatehouse.Control.Mcp.Denials;

/// <summary>Why a call was not made, and what would have let it through. No value of the call is in it: records have none.</summary>
internal sealed record DenialExplanation
{
    /// <summary>The record.</summary>
    public required RecordView Record { get; init; }

    /// <summary>The rule that decided; null for a plain allow.</summary>
    public string? Rule { get; init; }

    /// <summary>Where the rule stands: <c>grant</c>, <c>server</c>, <c>organisation</c>, or <c>gateway</c> for what no policy said.</summary>
    public required string Place { get; init; }

    /// <summary>One sentence.</summary>
    public required string Why { get; init; }

    /// <summary>What would have let it through: each by itself is needed, where several rules stand against it others may follow.</summary>
    public required ImmutableArray<string> Needed { get; init; }

    /// <summary>The rule as it is written; null where it is no rule of a document, or the document is not there any more.</summary>
    public WrittenRule? Written { get; init; }

    /// <summary>What becomes of the same call with what is in force now; null where its grant or server is gone.</summary>
    public CallNow? Now { get; init; }
}

/// <summary>A rule as its document has it.</summary>
/// <param name="PolicyId">The policy.</param>
/// <param name="PolicyName">What people call it.</param>
/// <param name="Version">The version that was read.</param>
/// <param name="IsInForce">Whether that version decides for the grant now.</param>
/// <param name="Conditions">Path, operator and value of each condition; empty where it holds always or is no entry.</param>
/// <param name="Message">What its author says; null for nothing.</param>
internal sealed record WrittenRule(
    string PolicyId, string PolicyName, int Version, bool IsInForce, ImmutableArray<string> Conditions, string? Message);

/// <summary>The same call, with what is in force now.</summary>
/// <param name="Outcome"><c>allowed</c>, <c>pending</c> or <c>denied</c>; null where that hangs on what the record does not have.</param>
/// <param name="Rule">By which rule; empty for a plain allow.</param>
/// <param name="HangsOn"><c>values</c>, <c>session</c>, <c>client</c>: what it hangs on.</param>
internal sealed record CallNow(string? Outcome, string Rule, ImmutableArray<string> HangsOn);
