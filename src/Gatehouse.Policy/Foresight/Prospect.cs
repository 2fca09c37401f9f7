using System.Collections.Immutable;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Policy.Foresight;

/// <summary>What would be decided of a call of which not everything is known.</summary>
/// <param name="Outcome">The outcome, whatever is not known; null where it hangs on that.</param>
/// <param name="Rule">The rule, where it is known too; else empty.</param>
/// <param name="Open">What it hangs on; none with an outcome.</param>
public sealed record Prospect(Outcome? Outcome, string Rule, OpenFacts Open)
{
    /// <summary>Limits that the call would count against; those whose amount is in a value are left out.</summary>
    public ImmutableArray<LimitCharge> Limits { get; init; } = [];
}

/// <summary>Facts that a decision hangs on, and that are not known.</summary>
[Flags]
public enum OpenFacts : byte
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>Values of arguments.</summary>
    Values = 1,

    /// <summary>What the session did.</summary>
    Session = 2,

    /// <summary>What the client said of itself.</summary>
    Client = 4,
}
