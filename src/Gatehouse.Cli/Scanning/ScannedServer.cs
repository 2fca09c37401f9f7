using System.Collections.Immutable;
using Gatehouse.Gateway.Tools.Texts;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Scanning;

/// <summary>A server after it was asked.</summary>
/// <param name="Target">Which one.</param>
/// <param name="Fault">Why it could not be read; null where it could.</param>
internal sealed record ScannedServer(ScanTarget Target, Fault? Fault)
{
    /// <summary>Its name as it reports it. Outside text.</summary>
    public string Reported { get; init; } = "";

    /// <summary>Its tools.</summary>
    public ImmutableArray<ScannedTool> Tools { get; init; } = [];

    /// <summary>Whether it lists more tools than are taken.</summary>
    public bool IsCut { get; init; }

    /// <summary>What is odd in what it tells the model about itself.</summary>
    public ImmutableArray<TextFinding> Findings { get; init; } = [];

    /// <summary>Names of tools that were there at the last scan and are not any more.</summary>
    public ImmutableArray<string> Gone { get; init; } = [];

    /// <summary>The last lines that it printed, without its secrets, where it could not be read. Outside text.</summary>
    public ImmutableArray<string> LastWords { get; init; } = [];
}
