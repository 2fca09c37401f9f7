using Gatehouse.Policy.Decisions;

namespace Gatehouse.Policy.Testing;

/// <summary>What became of one case.</summary>
/// <param name="Case">The case.</param>
/// <param name="Passed">Whether all calls gave what was expected.</param>
/// <param name="CallNumber">Which call is reported, from 1: the first that failed, else the last.</param>
/// <param name="Expected">What was expected of that call; null where nothing was.</param>
/// <param name="Actual">What it gave.</param>
public sealed record PolicyTestResult(
    PolicyTestCase Case, bool Passed, int CallNumber, PolicyTestExpectation? Expected, PolicyTestActual Actual);

/// <summary>What one call of a case gave.</summary>
/// <param name="Outcome">The outcome, limits included.</param>
/// <param name="Rule">The logged rule; empty for a plain allow.</param>
/// <param name="Message">What the agent would read, or the message of the first approval.</param>
public sealed record PolicyTestActual(Outcome Outcome, string Rule, string Message);
