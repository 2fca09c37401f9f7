using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Approvals;
using Gatehouse.Control.Policies;
using Gatehouse.Risk;

namespace Gatehouse.Server.Dashboard.Pages.Servers;

/// <summary>One definition as a person reads it. All text in it is the server's own.</summary>
public sealed record ToolLine
{
    /// <summary>What calls it.</summary>
    public required string Name { get; init; }

    /// <summary>The server's own words.</summary>
    public required string Description { get; init; }

    /// <summary>Whether it can be called.</summary>
    public required ToolState State { get; init; }

    /// <summary>Level of risk.</summary>
    public required string Level { get; init; }

    /// <summary>What it can do.</summary>
    public required string Category { get; init; }

    /// <summary>Why the level is what it is.</summary>
    public required ImmutableArray<string> Signals { get; init; }

    /// <summary>The names of these signals.</summary>
    public required ImmutableArray<string> Kinds { get; init; }

    /// <summary>Whether what it gives back may have been written by strangers.</summary>
    public required bool CarriesOutside { get; init; }

    /// <summary>The definition, indented, with what cannot be seen spelt out.</summary>
    public required string Text { get; init; }

    /// <summary>How it differs from the accepted one of its name; null where there is none.</summary>
    public string? Diff { get; init; }

    /// <summary>The rule that the taxonomy recommends: a stable word.</summary>
    public required string Advice { get; init; }

    /// <summary>SHA-256 of the canonical definition.</summary>
    public required string Hash { get; init; }

    /// <summary>When it was accepted, or first seen.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who accepted it; null for nobody.</summary>
    public string? By { get; init; }

    /// <summary>The definitions of a server, the riskiest first.</summary>
    public static ImmutableArray<ToolLine> Of(ServerToolList list, string server)
    {
        var accepted = list.Tools.Where(tool => tool.State == ToolState.Accepted)
            .ToDictionary(tool => tool.Name, Spelt, StringComparer.Ordinal);
        return
        [
            .. list.Tools.Select(tool => Of(tool, server, accepted.GetValueOrDefault(tool.Name)))
                .OrderByDescending(line => RiskWords.Level(line.Level)).ThenBy(line => line.Name, StringComparer.Ordinal),
        ];
    }

    private static ToolLine Of(ServerToolView tool, string server, string? accepted)
    {
        var definition = DefinitionReading.Read(tool.Definition, server) ?? new ToolDefinition { Name = tool.Name };
        var risk = RiskClassifier.Assess(definition);
        var text = Spelt(tool);
        return new ToolLine
        {
            Name = tool.Name,
            Description = definition.Description,
            State = tool.State,
            Level = risk.Level.Word(),
            Category = risk.Category.Word(),
            Signals = [.. risk.Signals.Select(signal => $"{signal.Name}: {signal.Evidence}")],
            Kinds = [.. risk.Signals.Select(signal => signal.Name)],
            CarriesOutside = risk.CarriesOutsideContent,
            Text = text,
            Diff = tool.State == ToolState.Accepted || accepted is null ? null : LineDiff.Of(accepted, text),
            Advice = risk.Recommendation.Name,
            Hash = tool.Hash,
            At = tool.At,
            By = tool.AcceptedBy,
        };
    }

    private static string Spelt(ServerToolView tool) =>
        ArgumentText.Of(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(tool.Definition))).Text + "\n";
}
