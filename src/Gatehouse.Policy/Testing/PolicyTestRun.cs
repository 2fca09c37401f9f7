using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Testing;

/// <summary>Runs the cases of a test file against documents, each with empty counters and a clock of its own.</summary>
public static class PolicyTestRun
{
    /// <summary>Runs all cases against one policy of a grant.</summary>
    public static ImmutableArray<PolicyTestResult> Run(PolicyTestFile file, PolicyDocument policy) =>
        RunUntil(file, policy, CancellationToken.None);

    /// <summary>Runs all cases against documents in force together.</summary>
    public static ImmutableArray<PolicyTestResult> Run(PolicyTestFile file, ImmutableArray<PolicyLayer> layers) =>
        RunUntil(file, layers, CancellationToken.None);

    /// <summary>Runs all cases against one policy of a grant, unless it is given up between two calls.</summary>
    /// <exception cref="OperationCanceledException">It was given up.</exception>
    public static ImmutableArray<PolicyTestResult> RunUntil(PolicyTestFile file, PolicyDocument policy, CancellationToken cancel) =>
        RunUntil(file, [new PolicyLayer(LayerKind.Grant, "policy", policy)], cancel);

    /// <summary>The decision of a case's first call, step by step; counters are not looked at.</summary>
    /// <param name="file">The file of the case: its tools.</param>
    /// <param name="test">The case.</param>
    /// <param name="layers">The documents in force together.</param>
    public static Explanation Explain(PolicyTestFile file, PolicyTestCase test, ImmutableArray<PolicyLayer> layers) =>
        PolicyDecisionPoint.Compile(layers).Explain(new CallFacts
        {
            Tool = ToolOf(file, test.Call),
            Arguments = test.Call.Arguments.Span,
            Server = test.Call.Server,
            Grant = test.Call.Grant,
            Client = test.Call.Client,
            Session = test.Call.Session,
            Now = test.At,
        });

    private static ImmutableArray<PolicyTestResult> RunUntil(
        PolicyTestFile file, ImmutableArray<PolicyLayer> layers, CancellationToken cancel)
    {
        var point = PolicyDecisionPoint.Compile(layers);
        return [.. file.Cases.Select(one => RunCase(file, one, point, cancel))];
    }

    private static PolicyTestResult RunCase(
        PolicyTestFile file, PolicyTestCase test, PolicyDecisionPoint point, CancellationToken cancel)
    {
        var world = new TestWorld(point, ToolOf(file, test.Call), test.Call);
        PolicyTestResult? result = null;
        for (var number = 1; number <= test.Repeat; number++)
        {
            cancel.ThrowIfCancellationRequested();
            var actual = world.Call(test.At + ((number - 1) * test.Every));
            var expected = number == test.Repeat ? test.ExpectLast ?? test.Expect : test.Expect;
            var passed = expected is null
                || (expected.Outcome == actual.Outcome && (expected.Rule is null || expected.Rule == actual.Rule));
            result = new PolicyTestResult(test, passed, number, expected, actual);
            if (!passed)
            {
                break;
            }
        }

        return result!;
    }

    private static ToolFacts ToolOf(PolicyTestFile file, PolicyTestCall call)
    {
        var known = file.Tools?.FirstOrDefault(tool => tool.Name == call.Tool);
        return new ToolFacts
        {
            Name = call.Tool,
            Standing = file.Tools is null || known is not null ? ToolStanding.Accepted : ToolStanding.Unknown,
            Category = call.Category ?? known?.Category,
            Risk = call.Risk ?? known?.Risk,
            Annotations = known?.Annotations ?? default,
            InputSchema = known?.InputSchema ?? "{}"u8.ToArray(),
        };
    }

    /// <summary>The text of section 6 for a limit that is used up.</summary>
    internal static string ShortageText(LimitShortage shortage)
    {
        var limit = shortage.Charge.Limit;
        var resets = shortage.FitsAt is { } at
            ? $" Resets at {at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)}."
            : "";
        return limit.OnDeny ?? $"Limit of {limit.Max} per {limit.Window.Text} reached.{resets}";
    }
}
