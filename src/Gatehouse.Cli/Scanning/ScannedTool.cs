using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Gateway.Tools;
using Gatehouse.Gateway.Tools.Texts;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Scanning;

/// <summary>One tool as a server declares it, and what is to be thought of it.</summary>
internal sealed record ScannedTool
{
    /// <summary>Its name. Outside text.</summary>
    public required string Name { get; init; }

    /// <summary>Its description; empty where it has none. Outside text.</summary>
    public required string Description { get; init; }

    /// <summary>The definition, cut at the gateway's caps.</summary>
    public required JsonElement Definition { get; init; }

    /// <summary>SHA-256 of the whole definition.</summary>
    public required string Hash { get; init; }

    /// <summary>Category, level, signals and the recommended rule.</summary>
    public required RiskAssessment Assessment { get; init; }

    /// <summary>What is odd in its texts and names.</summary>
    public ImmutableArray<TextFinding> Findings { get; init; } = [];

    /// <summary>How it stands to the last scan.</summary>
    public ToolChange Change { get; init; }

    /// <summary>The level, or high where its texts need a look: whoever hides something has a reason.</summary>
    public RiskLevel Level => Findings.Any(one => one.Blocks) && Assessment.Level < RiskLevel.High ? RiskLevel.High : Assessment.Level;

    /// <summary>Reads a tool of a survey.</summary>
    /// <param name="tool">The tool.</param>
    /// <param name="server">The server's name.</param>
    /// <param name="about">What the server says of itself.</param>
    public static ScannedTool Read(SurveyedTool tool, string server, string about)
    {
        var definition = DefinitionReading.Read(tool.Definition, server, about) ?? new Risk.ToolDefinition { Name = "" };
        var findings = DefinitionTexts.Scan(tool.Definition);
        return new ScannedTool
        {
            Name = definition.Name,
            Description = definition.Description,
            Definition = tool.Definition,
            Hash = tool.Hash,
            Assessment = RiskClassifier.Assess(definition),
            Findings = tool.IsTooLong ? findings.Add(new(TextFlaw.TooLong, "", "")) : findings,
        };
    }
}

/// <summary>How a tool's definition stands to the one of the last scan.</summary>
internal enum ToolChange : byte
{
    /// <summary>The same, or nothing is known of before.</summary>
    None = 0,

    /// <summary>It was not there.</summary>
    New,

    /// <summary>It was another one.</summary>
    Changed,
}
