using System.Collections.Immutable;

namespace Gatehouse.Policy.Decisions;

/// <summary>What the documents in force say of a tool before anything of a call is known.</summary>
/// <param name="Effect">The most that can be said of every call.</param>
/// <param name="Rule">What hides or denies every call, with its baseline's prefix; empty where nothing does.</param>
public sealed record ToolOutlook(ToolEffect Effect, string Rule)
{
    /// <summary>Rules that look at the call: its arguments, the time, the session, the grant. Empty where every call is denied.</summary>
    public ImmutableArray<string> Conditions { get; init; } = [];

    /// <summary>Rules by which a person is asked, whether for every call or for some.</summary>
    public ImmutableArray<string> Approvals { get; init; } = [];

    /// <summary>Limits that a call has to fit into.</summary>
    public ImmutableArray<string> Limits { get; init; } = [];
}

/// <summary>What becomes of the calls of a tool; the strictest that holds for all of them.</summary>
public enum ToolEffect : byte
{
    /// <summary>Every call is denied.</summary>
    Deny = 0,

    /// <summary>The tool is absent: not listed, and unknown to calls.</summary>
    Hide,

    /// <summary>A person is asked for every call that nothing else denies.</summary>
    Approve,

    /// <summary>It depends on the call: it passes, is denied, or a person is asked.</summary>
    Conditional,

    /// <summary>It passes while its limits have room.</summary>
    Limit,

    /// <summary>Every call passes.</summary>
    Allow,
}
