using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Predicates;

namespace Gatehouse.Policy.Compile;

/// <summary>What one document says of one tool, in the order in which it is looked at.</summary>
internal sealed class CompiledLayer
{
    /// <summary>The document.</summary>
    public required LayerIndex Index { get; init; }

    /// <summary>Step 2: whether the document hides the tool.</summary>
    public bool Hides { get; init; }

    /// <summary>Step 4: the denial where no key matches and the default denies.</summary>
    public Decision? DefaultDenial { get; init; }

    /// <summary>Step 5: the denial by the first key whose action denies.</summary>
    public Decision? ActionDenial { get; init; }

    /// <summary>Step 5: checks of the arguments, each with its rule id.</summary>
    public (string Rule, ArgumentsCheck Check)[] Arguments { get; init; } = [];

    /// <summary>Step 6: <c>all_tools</c> first, then the keys.</summary>
    public CompiledEntry[] Require { get; init; } = [];

    /// <summary>Step 7, without the entries of the approval idiom.</summary>
    public CompiledEntry[] DenyIf { get; init; } = [];

    /// <summary>Step 8.</summary>
    public CompiledLimit[] Limits { get; init; } = [];

    /// <summary>Step 9: entries that ask, and keys whose action asks.</summary>
    public CompiledEntry[] Approvals { get; init; } = [];

    /// <summary>Whether every call is denied whatever its arguments, the time and the counters.</summary>
    public bool AlwaysDenies =>
        DefaultDenial is not null || ActionDenial is not null || DenyIf.Any(entry => entry.Conditions.Length == 0);
}
