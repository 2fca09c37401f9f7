using System.CommandLine;

namespace Gatehouse.Cli.Commands;

/// <summary>A verb whose help ends with examples.</summary>
internal sealed class Verb(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines as one would type them.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
