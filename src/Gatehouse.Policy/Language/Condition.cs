using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Language;

/// <summary>One test of one value of the call: section 3.</summary>
public sealed record Condition
{
    /// <summary>Where the value is.</summary>
    public required ConditionPath Path { get; init; }

    /// <summary>The operator's word.</summary>
    public required string Op { get; init; }

    /// <summary>The operand as written.</summary>
    public required JsonElement Value { get; init; }

    /// <summary>The SQL dialect, or null.</summary>
    public string? Dialect { get; init; }

    /// <summary>The operator bound to its operand by the validator.</summary>
    internal Predicate Test { get; init; } = null!;
}

/// <summary>The facts that a path can start from.</summary>
public enum PathRoot : byte
{
    /// <summary><c>params.arguments</c> of the call.</summary>
    Args = 0,

    /// <summary>The tool.</summary>
    Tool,

    /// <summary>The server.</summary>
    Server,

    /// <summary>The grant.</summary>
    Grant,

    /// <summary>The client's own claims.</summary>
    Client,

    /// <summary>What the session did.</summary>
    Session,

    /// <summary>The gateway's clock.</summary>
    Time,
}

/// <summary>A parsed path.</summary>
/// <param name="Text">As written, for rule ids and messages.</param>
/// <param name="Root">The root.</param>
/// <param name="Steps">At most 8.</param>
public sealed record ConditionPath(string Text, PathRoot Root, ImmutableArray<PathStep> Steps);

/// <summary>One step of a path.</summary>
/// <param name="Kind">Which form.</param>
/// <param name="Key">The unescaped member name of <see cref="PathStepKind.Member"/>, else null.</param>
/// <param name="Index">The index of <see cref="PathStepKind.Element"/>, else 0.</param>
public readonly record struct PathStep(PathStepKind Kind, string? Key, int Index);

/// <summary>The forms of a step.</summary>
public enum PathStepKind : byte
{
    /// <summary><c>.key</c></summary>
    Member = 0,

    /// <summary><c>[3]</c></summary>
    Element,

    /// <summary><c>[*]</c></summary>
    Every,
}
