using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Api.Policies;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;

namespace Gatehouse.Control.Faults;

/// <summary>Why not: a fault, with what a person needs beside it.</summary>
/// <param name="Fault">The fault.</param>
internal sealed record Refusal(Fault Fault)
{
    /// <summary>What the validator says of a document.</summary>
    public ImmutableArray<Finding>? Findings { get; init; }

    /// <summary>Cases of the tests beside a policy that fail.</summary>
    public ImmutableArray<PolicyTestCaseView>? Tests { get; init; }

    /// <summary>The thing as it is now, where a change was made from an older version.</summary>
    public JsonElement? Current { get; init; }

    /// <summary>Its version.</summary>
    public int? CurrentVersion { get; init; }

    /// <summary>The lines in which the sent document and the current one differ.</summary>
    public string? Diff { get; init; }

    /// <summary>How long to wait before asking again; null where nothing is known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public static implicit operator Refusal(Fault fault) => new(fault);
}
