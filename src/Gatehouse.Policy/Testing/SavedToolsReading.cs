using System.Collections.Immutable;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Testing;

/// <summary>What reading saved tools gave: the tools unless there is an error among the findings.</summary>
/// <param name="Tools">The tools, or null.</param>
/// <param name="Findings">Everything at once, in order of place.</param>
public sealed record SavedToolsReading(ImmutableArray<ToolFacts>? Tools, ImmutableArray<Finding> Findings);
