using System.Collections.Immutable;
using Gatehouse.Policy.Testing;

namespace Gatehouse.Api.Policies;

/// <summary>Runs tests against a document; what is left out is the policy's own.</summary>
/// <param name="Document">A draft. Default: the document in force.</param>
/// <param name="Tests">A test file's text. Default: the tests stored beside the policy.</param>
public sealed record PolicyTestsRun(string? Document = null, string? Tests = null);

/// <summary>What became of the cases of a test file.</summary>
/// <param name="Passed">How many gave what they expect.</param>
/// <param name="Failed">How many did not.</param>
/// <param name="Cases">All of them, in their order.</param>
public sealed record PolicyTestReport(int Passed, int Failed, ImmutableArray<PolicyTestCaseView> Cases)
{
    /// <summary>The shape of results.</summary>
    public static PolicyTestReport Of(ImmutableArray<PolicyTestResult> results) => new(
        results.Count(static one => one.Passed), results.Count(static one => !one.Passed), [.. results.Select(PolicyTestCaseView.Of)]);
}

/// <summary>What became of one case, as <c>gatehouse policy test --json</c> prints it.</summary>
/// <param name="Name">The case.</param>
/// <param name="Passed">Whether all its calls gave what they should.</param>
/// <param name="Call">Which call is told of, from 1: the first that failed, else the last.</param>
/// <param name="Actual">What it gave.</param>
/// <param name="Expected">What was expected of it; null where nothing was.</param>
public sealed record PolicyTestCaseView(string Name, bool Passed, int Call, PolicyTestActualView Actual, PolicyTestExpectedView? Expected = null)
{
    internal static PolicyTestCaseView Of(PolicyTestResult result) => new(
        result.Case.Name, result.Passed, result.CallNumber,
        new(PolicyExplanation.OutcomeOf(result.Actual.Outcome), result.Actual.Rule, result.Actual.Message),
        result.Expected is { } expected ? new(PolicyExplanation.OutcomeOf(expected.Outcome), expected.Rule) : null);
}

/// <summary>What a call was expected to give.</summary>
/// <param name="Outcome"><c>allowed</c>, <c>pending</c> or <c>denied</c>.</param>
/// <param name="Rule">By which rule; null where any will do.</param>
public sealed record PolicyTestExpectedView(string Outcome, string? Rule = null);

/// <summary>What a call gave.</summary>
/// <param name="Outcome"><c>allowed</c>, <c>pending</c> or <c>denied</c>.</param>
/// <param name="Rule">By which rule; empty for a plain allow.</param>
/// <param name="Message">What the agent would read.</param>
public sealed record PolicyTestActualView(string Outcome, string Rule, string Message);
