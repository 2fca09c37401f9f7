using System.Text.Json;
using Gatehouse.Risk;

namespace Gatehouse.Gateway.Tools;

/// <summary>What a tool can do, as it was told of one definition and kept: a newer classifier changes no decision.</summary>
/// <param name="Category">Word of the category: <c>read</c>, <c>write</c> ….</param>
/// <param name="Level">Word of the level: <c>low</c> to <c>critical</c>.</param>
/// <param name="By">Version of the classifier that told it.</param>
public sealed record RecordedRisk(string Category, string Level, int By)
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 128 };

    /// <summary>Tells it of a definition.</summary>
    /// <param name="tool">The definition.</param>
    /// <param name="server">The server's name, which can help to tell.</param>
    public static RecordedRisk Of(ToolDefinition tool, string server)
    {
        using var document = JsonDocument.Parse(tool.Json, Strict);
        var said = RiskClassifier.Assess(DefinitionReading.Read(document.RootElement, server) ?? new Risk.ToolDefinition { Name = tool.Name });
        return new(said.Category.Word(), said.Level.Word(), RiskClassifier.Version);
    }

    /// <summary>Whether the category is more severe or the level higher than it was.</summary>
    public bool IsAbove(RecordedRisk before) =>
        RiskWords.Category(Category) > RiskWords.Category(before.Category) || RiskWords.Level(Level) > RiskWords.Level(before.Level);

    /// <summary>With what the operator states. It wins upwards: a statement never makes a tool look milder.</summary>
    public RecordedRisk Raised(string? category, string? level) => this with
    {
        Category = RiskWords.Category(category) is { } stated && stated > RiskWords.Category(Category) ? stated.Word() : Category,
        Level = RiskWords.Level(level) is { } care && care > RiskWords.Level(Level) ? care.Word() : Level,
    };
}
