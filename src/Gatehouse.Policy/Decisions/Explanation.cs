using System.Collections.Immutable;

namespace Gatehouse.Policy.Decisions;

/// <summary>A decision step by step, for people: <c>gatehouse policy explain</c> and the dashboard's "try it".</summary>
/// <param name="Decision">The same decision as <see cref="PolicyDecisionPoint.Decide"/> makes.</param>
/// <param name="Steps">What was looked at, in order, up to the step that ended it.</param>
public sealed record Explanation(Decision Decision, ImmutableArray<ExplanationStep> Steps);

/// <summary>One thing that was looked at.</summary>
/// <param name="Number">The step of `policy-language` section 4, 1 to 11.</param>
/// <param name="Rule">The rule id, or a word in parentheses.</param>
/// <param name="Result">What came of it in a word: <c>holds</c>, <c>fires</c>, <c>does not fire</c>, <c>denies</c>, <c>asks</c>, <c>counts</c>.</param>
/// <param name="Conditions">The conditions with the values that mattered; empty where the step has none.</param>
public sealed record ExplanationStep(int Number, string Rule, string Result, ImmutableArray<ExplainedCondition> Conditions);

/// <summary>One condition as it was judged.</summary>
/// <param name="Text">Path, operator and value as written.</param>
/// <param name="Actual">The value's JSON text, or <c>missing</c>.</param>
/// <param name="Truth">What was found.</param>
/// <param name="Why">Why nothing was found where it is unknown.</param>
public sealed record ExplainedCondition(string Text, string Actual, Truth Truth, UnknownWhy Why);
