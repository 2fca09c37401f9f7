using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Risk;

/// <summary>Reads a definition from the JSON of <c>tools/list</c>. What is missing or of another type is taken as empty.</summary>
public static class DefinitionReading
{
    /// <summary>How many arguments, and how many choices of one, are looked at.</summary>
    public const int MaxParts = 200;

    private const int MaxText = 400;

    /// <summary>The definition; null where it has no name.</summary>
    /// <param name="tool">One element of <c>tools</c>.</param>
    /// <param name="server">The server's name, id or package, or empty.</param>
    /// <param name="serverDescription">What the server says of itself, or empty.</param>
    public static ToolDefinition? Read(JsonElement tool, string server = "", string serverDescription = "")
    {
        if (tool.ValueKind != JsonValueKind.Object || Text(tool, "name") is not { Length: > 0 } name)
        {
            return null;
        }

        var annotations = Member(tool, "annotations");
        return new ToolDefinition
        {
            Name = name,
            Title = Text(tool, "title") is { Length: > 0 } title ? title : Text(annotations, "title"),
            Description = Text(tool, "description"),
            Arguments = Arguments(Member(Member(tool, "inputSchema"), "properties")),
            ReadOnlyHint = Flag(annotations, "readOnlyHint"),
            DestructiveHint = Flag(annotations, "destructiveHint"),
            Server = server,
            ServerDescription = serverDescription,
        };
    }

    private static ImmutableArray<ToolArgument> Arguments(JsonElement properties) => properties.ValueKind != JsonValueKind.Object
        ? []
        : [.. properties.EnumerateObject().Take(MaxParts).Select(property => new ToolArgument(
            property.Name, Short(Text(property.Value, "description")), Choices(property.Value)))];

    private static ImmutableArray<string> Choices(JsonElement schema)
    {
        var values = Member(schema, "enum");
        if (values.ValueKind != JsonValueKind.Array)
        {
            values = Member(Member(schema, "items"), "enum");
        }

        return values.ValueKind == JsonValueKind.Array
            ? [.. values.EnumerateArray().Take(MaxParts).Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!)]
            : [];
    }

    private static string Short(string text) => text.Length > MaxText ? text[..MaxText] : text;

    private static JsonElement Member(JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    private static string Text(JsonElement value, string name) =>
        Member(value, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    private static bool? Flag(JsonElement value, string name) => Member(value, name).ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => null,
    };
}
