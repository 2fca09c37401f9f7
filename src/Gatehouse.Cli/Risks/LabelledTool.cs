using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Risks;

/// <summary>One line of a file of labelled tools: a definition in short form, and what people said of it.</summary>
/// <param name="Tool">The definition.</param>
/// <param name="Category">What people said that it is for.</param>
/// <param name="Level">What people said how much care it needs.</param>
internal sealed record LabelledTool(ToolDefinition Tool, RiskCategory Category, RiskLevel Level)
{
    private static readonly FaultCode Unreadable = new("labels-unreadable");
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    /// <summary>Reads a file: one JSON object a line, empty lines between them do no harm.</summary>
    public static (List<LabelledTool>? Tools, Fault? Fault) ReadAll(string path)
    {
        var tools = new List<LabelledTool>();
        try
        {
            var number = 0;
            foreach (var line in File.ReadLines(path))
            {
                number++;
                if (!string.IsNullOrWhiteSpace(line) && Read(line) is var read)
                {
                    if (read is null)
                    {
                        return (null, new Fault(Unreadable, $"line {number} is no labelled tool", "it needs `tool`, `category` and `risk`; docs/reference/risk.md shows one"));
                    }

                    tools.Add(read);
                }
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return (null, new Fault(new("file-unreadable"), $"the file `{path}` cannot be read", "check that it exists and who may read it"));
        }

        return tools.Count > 0
            ? (tools, null)
            : (null, new Fault(Unreadable, $"the file `{path}` has no labelled tools", "it has one JSON object a line"));
    }

    private static LabelledTool? Read(string line)
    {
        try
        {
            using var document = JsonDocument.Parse(line, Strict);
            var root = document.RootElement;
            return root.ValueKind == JsonValueKind.Object && Text(root, "tool") is { Length: > 0 } name
                && RiskWords.Category(Text(root, "category")) is { } category && RiskWords.Level(Text(root, "risk")) is { } level
                ? new LabelledTool(Definition(root, name), category, level)
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ToolDefinition Definition(JsonElement root, string name)
    {
        var annotations = root.TryGetProperty("annotations", out var hints) ? hints : default;
        return new ToolDefinition
        {
            Name = name,
            Title = Text(annotations, "title"),
            Description = Text(root, "description"),
            Server = Text(root, "server"),
            ServerDescription = Text(root, "server_description"),
            Arguments = Arguments(root),
            ReadOnlyHint = Flag(annotations, "readOnlyHint"),
            DestructiveHint = Flag(annotations, "destructiveHint"),
        };
    }

    private static ImmutableArray<ToolArgument> Arguments(JsonElement root) =>
        root.TryGetProperty("args", out var list) && list.ValueKind == JsonValueKind.Array
            ? [.. list.EnumerateArray().Take(DefinitionReading.MaxParts).Select(argument => new ToolArgument(
                Text(argument, "name"), Text(argument, "description"), Choices(argument)))]
            : [];

    private static ImmutableArray<string> Choices(JsonElement argument) =>
        argument.ValueKind == JsonValueKind.Object && argument.TryGetProperty("enum", out var values) && values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)]
            : [];

    private static string Text(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String
            ? member.GetString()!
            : "";

    private static bool? Flag(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? member.GetBoolean()
            : null;
}
