using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json.Serialization;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Api.Policies;

/// <summary>One decision with everything that was looked at, as <c>gatehouse policy explain --json</c> prints it.</summary>
public record PolicyExplanation
{
    /// <summary><c>allowed</c>, <c>pending</c> or <c>denied</c>.</summary>
    public required string Outcome { get; init; }

    /// <summary>The logged rule; empty for a plain allow.</summary>
    public required string Rule { get; init; }

    /// <summary>What the agent would read; empty where nothing is denied.</summary>
    public required string Message { get; init; }

    /// <summary>Limits that the call has to fit into; what is used of them is not looked at.</summary>
    public required ImmutableArray<ExplainedLimit> Limits { get; init; }

    /// <summary>Every entry that asks a person.</summary>
    public required ImmutableArray<ExplainedApproval> Approvals { get; init; }

    /// <summary>What documents in observe mode would have done.</summary>
    public required ImmutableArray<ObservedRule> Observed { get; init; }

    /// <summary>What was looked at, in order.</summary>
    public required ImmutableArray<ExplainedStep> Steps { get; init; }

    /// <summary>The shape of an explanation.</summary>
    public static PolicyExplanation Of(Explanation explanation) => new()
    {
        Outcome = OutcomeOf(explanation.Decision.Outcome),
        Rule = explanation.Decision.Rule,
        Message = explanation.Decision.Message,
        Limits = [.. explanation.Decision.Limits.Select(static charge => new ExplainedLimit(
            charge.Layer.Prefix + charge.Limit.Rule, charge.Amount.ToString(CultureInfo.InvariantCulture), charge.IsShadow))],
        Approvals = [.. explanation.Decision.Approvals.Select(static demand => new ExplainedApproval(
            demand.Rule, demand.Message, demand.Approvers, (long)demand.Expires.TotalSeconds, (long)demand.Hold.TotalSeconds))],
        Observed = [.. explanation.Decision.Observed.Select(static seen => new ObservedRule(OutcomeOf(seen.Outcome), seen.Rule))],
        Steps = [.. explanation.Steps.Select(static step => new ExplainedStep(
            step.Number, step.Rule, step.Result, [.. step.Conditions.Select(ExplainedTruth.Of)]))],
    };

    /// <summary>The word of an outcome.</summary>
    public static string OutcomeOf(Outcome outcome) => outcome switch
    {
        Policy.Decisions.Outcome.Allowed => "allowed",
        Policy.Decisions.Outcome.NeedsApproval => "pending",
        _ => "denied",
    };
}

/// <summary>A limit that the call has to fit into.</summary>
/// <param name="Rule">The rule id.</param>
/// <param name="Amount">By how much the call moves it: an exact number as text.</param>
/// <param name="Shadow">Whether the document only observes.</param>
public sealed record ExplainedLimit(string Rule, string Amount, bool Shadow);

/// <summary>An entry that asks a person.</summary>
/// <param name="Rule">The rule id.</param>
/// <param name="Message">What the person reads.</param>
/// <param name="Approvers">How many distinct people.</param>
/// <param name="ExpiresSeconds">How long the request stays open.</param>
/// <param name="HoldSeconds">How long the call itself waits.</param>
public sealed record ExplainedApproval(string Rule, string Message, int Approvers, long ExpiresSeconds, long HoldSeconds);

/// <summary>What a document in observe mode would have done.</summary>
/// <param name="Outcome"><c>denied</c> or <c>pending</c>.</param>
/// <param name="Rule">By which rule.</param>
public sealed record ObservedRule(string Outcome, string Rule);

/// <summary>One thing that was looked at.</summary>
/// <param name="Step">The step of the language's order of evaluation, 1 to 11.</param>
/// <param name="Rule">The rule id, or a word in parentheses.</param>
/// <param name="Result"><c>holds</c>, <c>fires</c>, <c>does not fire</c>, <c>denies</c>, <c>asks</c>, <c>counts</c> or <c>allowed</c>.</param>
/// <param name="Conditions">The conditions with the values that mattered.</param>
public sealed record ExplainedStep(int Step, string Rule, string Result, ImmutableArray<ExplainedTruth> Conditions);

/// <summary>One condition as it was judged.</summary>
/// <param name="Condition">Path, operator and value as written.</param>
/// <param name="Actual">The value's JSON text, or <c>missing</c>.</param>
/// <param name="Truth"><c>true</c>, <c>false</c> or <c>unknown</c>.</param>
/// <param name="Why">Why nothing was found: <c>missing</c>, <c>wrong type</c>, <c>inexact number</c>, <c>ambiguous name</c>, <c>not plain</c>, <c>too long</c>.</param>
public sealed record ExplainedTruth(
    string Condition, string Actual, string Truth, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Why = null)
{
    internal static ExplainedTruth Of(ExplainedCondition judged) => new(
        judged.Text, judged.Actual,
        judged.Truth switch { Policy.Truth.True => "true", Policy.Truth.False => "false", _ => "unknown" },
        WordOf(judged.Why));

    /// <summary>The word of a reason; null for none.</summary>
    public static string? WordOf(UnknownWhy why) => why switch
    {
        UnknownWhy.Missing => "missing",
        UnknownWhy.WrongType => "wrong type",
        UnknownWhy.InexactNumber => "inexact number",
        UnknownWhy.AmbiguousName => "ambiguous name",
        UnknownWhy.NotPlain => "not plain",
        UnknownWhy.TooLong => "too long",
        _ => null,
    };
}
