using System.Collections.Frozen;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>One MCP server behind the gateway.</summary>
public sealed record ActiveServer
{
    /// <summary>The operator's id, part of the path: 1–64 of <c>a-z 0-9 -</c>.</summary>
    public string Id => Facts.Id;

    /// <summary>What policies may look at.</summary>
    public required ServerFacts Facts { get; init; }

    /// <summary>How it is reached.</summary>
    public required UpstreamEntry Entry { get; init; }

    /// <summary>Whether a changed or new definition is only reported, not blocked.</summary>
    public bool AlertsOnly { get; init; }

    /// <summary>Whether <c>sampling/createMessage</c> requests of the server reach clients.</summary>
    public bool MaySample { get; init; }

    /// <summary>Whether <c>roots/list</c> requests of the server reach clients.</summary>
    public bool MayListRoots { get; init; }

    /// <summary>What is stored of its calls' arguments; null for no value.</summary>
    public ArgumentKeeping? Keeping { get; init; }

    /// <summary>What the operator states of tools, by name.</summary>
    public FrozenDictionary<string, ToolStatement> Statements { get; init; } =
        FrozenDictionary<string, ToolStatement>.Empty;
}

/// <summary>What the operator states of one tool.</summary>
/// <param name="Category">Lower-case category, or null.</param>
/// <param name="Risk">Lower-case level, or null.</param>
public sealed record ToolStatement(string? Category, string? Risk);
