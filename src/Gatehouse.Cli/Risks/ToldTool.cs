using System.Text.Json;
using Gatehouse.Policy.Testing;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Risks;

/// <summary>What tools of a saved list can do, told as a gateway would tell it when it accepts them.</summary>
internal static class ToldTool
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 128 };

    /// <summary>Tells it of the tools of one server.</summary>
    /// <param name="server">The server's name, which can help to tell, or empty.</param>
    public static ToolTelling By(string server) => definition =>
    {
        using var document = JsonDocument.Parse(definition, Strict);
        var tool = DefinitionReading.Read(document.RootElement, server) ?? new ToolDefinition { Name = "" };
        var said = RiskClassifier.Assess(tool);
        return (said.Category.Word(), said.Level.Word());
    };
}
