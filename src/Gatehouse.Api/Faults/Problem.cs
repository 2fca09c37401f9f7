using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Api.Policies;
using Gatehouse.Policy.Language;

namespace Gatehouse.Api.Faults;

/// <summary>How the API says no: <c>application/problem+json</c>.</summary>
/// <remarks>SPEC: RFC 9457. Programs test <see cref="Code"/>; docs/reference/api-faults.md has every one.</remarks>
public sealed record Problem
{
    /// <summary>Always <c>about:blank</c>: the code tells the kind.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The status in words.</summary>
    public required string Title { get; init; }

    /// <summary>The HTTP status.</summary>
    /// <value>400 to 599.</value>
    public required int Status { get; init; }

    /// <summary>Stable word in kebab case.</summary>
    public required string Code { get; init; }

    /// <summary>One sentence.</summary>
    public required string Detail { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Help { get; init; }

    /// <summary>What the validator says of a document.</summary>
    public ImmutableArray<Finding>? Findings { get; init; }

    /// <summary>Cases of the tests beside a policy that fail.</summary>
    public ImmutableArray<PolicyTestCaseView>? Tests { get; init; }

    /// <summary>The thing as it is now, where a change was made from an older version.</summary>
    public JsonElement? Current { get; init; }

    /// <summary>The lines in which the sent document and the current one differ.</summary>
    public string? Diff { get; init; }
}
