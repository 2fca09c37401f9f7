using System.Text.Json;
using ModelContextProtocol.Client;

namespace Gatehouse.Fixture.Client;

/// <summary>Which calls to make, and with which arguments.</summary>
internal static class ToolCalls
{
    public static List<(string Name, Dictionary<string, object?> Arguments)> FromContext()
    {
        if (Environment.GetEnvironmentVariable("MCP_CONFORMANCE_CONTEXT") is not { Length: > 0 } text
            || !JsonElement.Parse(text).TryGetProperty("toolCalls", out var calls))
        {
            return [];
        }

        return [.. calls.EnumerateArray().Select(call => (
            call.GetProperty("name").GetString()!,
            call.GetProperty("arguments").EnumerateObject().ToDictionary(
                a => a.Name, object? (a) => a.Value, StringComparer.Ordinal)))];
    }

    public static List<(string Name, Dictionary<string, object?> Arguments)> For(IList<McpClientTool> tools) =>
        [.. tools.Select(tool => (tool.Name, ArgumentsFor(tool, tools)))];

    private static Dictionary<string, object?> ArgumentsFor(McpClientTool tool, IList<McpClientTool> tools)
    {
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        if (!tool.JsonSchema.TryGetProperty("properties", out var properties))
        {
            return arguments;
        }

        foreach (var property in properties.EnumerateObject())
        {
            arguments[property.Name] = property.Name == "schema"
                ? tools.First(t => t.Name != tool.Name).JsonSchema
                : Example(property.Value);
        }

        return arguments;
    }

    private static object? Example(JsonElement schema) =>
        schema.ValueKind == JsonValueKind.Object && schema.TryGetProperty("type", out var type)
            ? type.ToString() switch
            {
                "number" or "integer" => 3,
                "boolean" => true,
                "array" => Array.Empty<object>(),
                "object" => new Dictionary<string, object?>(StringComparer.Ordinal),
                _ => "x",
            }
            : "x";
}
