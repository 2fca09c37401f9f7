using System.Collections.Immutable;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Testing;

/// <summary>What reading a test file gave: the file unless there is an error among the findings.</summary>
/// <param name="File">The file, or null.</param>
/// <param name="Findings">Everything at once, in order of place.</param>
public sealed record PolicyTestReading(PolicyTestFile? File, ImmutableArray<Finding> Findings);
