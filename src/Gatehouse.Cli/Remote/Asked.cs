using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Api.Faults;
using Gatehouse.Api.Policies;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;

namespace Gatehouse.Cli.Remote;

/// <summary>What came of one request: a value, or why there is none.</summary>
/// <typeparam name="T">What was asked for.</typeparam>
/// <param name="Value">The value.</param>
/// <param name="Refused">Set where there is none.</param>
internal readonly record struct Asked<T>(T? Value, Refused? Refused)
    where T : class;

/// <summary>Why not: what the server said, or what was in the way to it.</summary>
/// <param name="Fault">Code, sentence and help.</param>
internal sealed record Refused(Fault Fault)
{
    /// <summary>What the validator said of a document.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>Cases of the tests beside a policy that fail.</summary>
    public ImmutableArray<PolicyTestCaseView> Tests { get; init; } = [];

    /// <summary>The thing as it is now.</summary>
    public JsonElement? Current { get; init; }

    /// <summary>Where the sent document and the current one differ.</summary>
    public string? Diff { get; init; }

    /// <summary>What the server said.</summary>
    public static Refused Of(Problem problem) => new(new Fault(new(problem.Code), problem.Detail, Help(problem)))
    {
        Findings = problem.Findings ?? [],
        Tests = problem.Tests ?? [],
        Current = problem.Current,
        Diff = problem.Diff,
    };

    // The server speaks to programs and browsers alike; here it is known where the key came from.
    private static string? Help(Problem problem) => problem.Status == 401
        ? "the key is wrong, expired or revoked: log in with another one"
        : problem.Help;
}
