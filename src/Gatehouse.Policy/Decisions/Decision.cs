using System.Collections.Immutable;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Decisions;

/// <summary>What the decision point says of a call. The default is a denial.</summary>
public enum Outcome : byte
{
    /// <summary>The call is not made.</summary>
    Denied = 0,

    /// <summary>The call may be made once people have said yes and the limits have room.</summary>
    NeedsApproval,

    /// <summary>The call may be made if the limits have room.</summary>
    Allowed,
}

/// <summary>Which answer a denial gets: section 6.</summary>
public enum DenialKind : byte
{
    /// <summary>A result with <c>isError</c> and the decision in <c>_meta</c>.</summary>
    Policy = 0,

    /// <summary>The one answer of hidden, unknown and new tools.</summary>
    UnknownTool,
}

/// <summary>A decision with everything that it asks for.</summary>
/// <remarks>A plain allow or a denial that depends on nothing is one shared instance.</remarks>
public sealed record Decision
{
    /// <summary>What is decided.</summary>
    public required Outcome Outcome { get; init; }

    /// <summary>The logged rule; empty for a plain allow. Baselines have <c>org:</c> or <c>server:</c> in front.</summary>
    public string Rule { get; init; } = "";

    /// <summary>The text of section 6 without <c>[POLICY DENIED] </c>; empty when nothing is denied.</summary>
    public string Message { get; init; } = "";

    /// <summary>Which answer a denial gets.</summary>
    public DenialKind Kind { get; init; }

    /// <summary>Every limit of the call and by how much; all or none are reserved.</summary>
    public ImmutableArray<LimitCharge> Limits { get; init; } = [];

    /// <summary>Every approval entry that fires, in all documents.</summary>
    public ImmutableArray<ApprovalDemand> Approvals { get; init; } = [];

    /// <summary>What documents in observe mode would have done: rules that would have denied or asked.</summary>
    public ImmutableArray<Observation> Observed { get; init; } = [];

    /// <summary>A call that nothing stands against.</summary>
    public static readonly Decision Allow = new() { Outcome = Outcome.Allowed };

    /// <summary>A failure inside the decision: it denies.</summary>
    public static readonly Decision Error =
        new() { Outcome = Outcome.Denied, Rule = "(error)", Message = "The policy could not be evaluated." };

    /// <summary>A grant without a policy: a baseline alone allows nothing.</summary>
    public static readonly Decision NoPolicy =
        new() { Outcome = Outcome.Denied, Rule = "(no policy)", Message = "No policy is attached to this grant." };
}

/// <summary>One counter that a call moves.</summary>
/// <param name="Layer">Which document the limit stands in.</param>
/// <param name="Limit">The limit.</param>
/// <param name="Amount">By how much: exact, 0 or more, at most 9 decimals.</param>
/// <param name="IsShadow">Whether the document only observes: counted apart, never denying.</param>
public readonly record struct LimitCharge(PolicyLayer Layer, LimitRule Limit, decimal Amount, bool IsShadow);

/// <summary>One entry that asks for a person.</summary>
/// <param name="Rule">The rule id, with its baseline's prefix.</param>
/// <param name="Message">The author's text, or the built-in one.</param>
/// <param name="Expires">How long the request stays open.</param>
/// <param name="Hold">How long the call itself waits.</param>
/// <param name="Approvers">How many distinct people.</param>
public sealed record ApprovalDemand(string Rule, string Message, TimeSpan Expires, TimeSpan Hold, int Approvers);

/// <summary>What a document in observe mode, or one that is observed beside those in force, would have done.</summary>
/// <param name="Outcome">Denied or needs approval; allowed only by one beside.</param>
/// <param name="Rule">By which rule.</param>
public sealed record Observation(Outcome Outcome, string Rule);
