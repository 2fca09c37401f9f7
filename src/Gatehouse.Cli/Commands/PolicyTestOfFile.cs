using System.Collections.Immutable;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Testing;

namespace Gatehouse.Cli.Commands;

/// <summary>One test file with what became of it.</summary>
/// <param name="File">Its path as written.</param>
internal sealed record PolicyTestOfFile(string File)
{
    /// <summary>Path of its policy; empty where the file could not be read.</summary>
    public string Policy { get; init; } = "";

    /// <summary>What is wrong with the file.</summary>
    public ImmutableArray<Finding> Findings { get; init; } = [];

    /// <summary>What is wrong with its policy.</summary>
    public ImmutableArray<Finding> PolicyFindings { get; init; } = [];

    /// <summary>Why the file or its policy could not be opened, or null.</summary>
    public Fault? Fault { get; init; }

    /// <summary>The cases' results; default where they could not be run.</summary>
    public ImmutableArray<PolicyTestResult> Results { get; init; }
}
