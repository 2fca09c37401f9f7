using System.Text.Json;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Scanning;

/// <summary>One tool as a server declares it. All of it is the server's own word.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">Its description; empty where it has none.</param>
/// <param name="Hint">What its annotations say it is.</param>
/// <param name="Definition">The whole definition.</param>
internal sealed record ScannedTool(string Name, string Description, ToolHint Hint, JsonElement Definition)
{
    /// <summary>What it can do, from its definition.</summary>
    /// <param name="server">The server's name, which can help to tell.</param>
    public RiskAssessment Assess(string server) =>
        RiskClassifier.Assess(DefinitionReading.Read(Definition, server) ?? new ToolDefinition { Name = Name });

    /// <summary>Reads a definition of a <c>tools/list</c> result.</summary>
    public static ScannedTool Read(JsonElement tool) => new(
        tool.GetProperty("name").GetString()!,
        tool.TryGetProperty("description", out var text) && text.ValueKind == JsonValueKind.String ? text.GetString()! : "",
        Says(tool, "destructiveHint") ? ToolHint.Destructive : Says(tool, "readOnlyHint") ? ToolHint.ReadOnly : ToolHint.None,
        tool);

    // A tool that claims to be both is taken for the worse.
    private static bool Says(JsonElement tool, string hint) =>
        tool.TryGetProperty("annotations", out var annotations) && annotations.ValueKind == JsonValueKind.Object
        && annotations.TryGetProperty(hint, out var value) && value.ValueKind == JsonValueKind.True;
}

/// <summary>What a tool's annotations say of it: a claim, never a proof.</summary>
internal enum ToolHint : byte
{
    /// <summary>Nothing that matters here.</summary>
    None = 0,

    /// <summary>It says that it changes nothing.</summary>
    ReadOnly,

    /// <summary>It says that it may destroy.</summary>
    Destructive,
}
