using System.Text.Json;

namespace Gatehouse.Cli.Scanning;

/// <summary>A first policy for a server: nothing passes that is not listed, and what is listed is bounded by the server's hints.</summary>
internal static class StarterPolicy
{
    /// <summary>Whether a tool can be a key: a name with <c>*</c> would be a pattern and open others.</summary>
    public static bool CanList(ScannedTool tool) => !tool.Name.Contains('*', StringComparison.Ordinal);

    /// <summary>Writes the document.</summary>
    public static void Write(Utf8JsonWriter json, string server, IEnumerable<ScannedTool> tools)
    {
        json.WriteStartObject();
        json.WriteString("version", "1");
        json.WriteString("description", $"Starter policy for {server}. Hints are the server's own claims: check every tool.");
        json.WriteString("default", "deny");
        json.WriteStartObject("tools");
        foreach (var tool in tools.Where(CanList).DistinctBy(tool => tool.Name, StringComparer.Ordinal))
        {
            json.WriteStartObject(tool.Name);
            WriteRules(json, tool.Hint);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRules(Utf8JsonWriter json, ToolHint hint)
    {
        switch (hint)
        {
            case ToolHint.ReadOnly:
                break;
            case ToolHint.Destructive:
                json.WriteStartArray("deny_if");
                json.WriteStartObject();
                json.WriteStartArray("conditions");
                json.WriteEndArray();
                json.WriteString("on_deny", "Requires human approval.");
                json.WriteEndObject();
                json.WriteEndArray();
                break;
            default:
                json.WriteStartObject("rate_limit");
                json.WriteNumber("max", 30);
                json.WriteNumber("window", 60);
                json.WriteEndObject();
                break;
        }
    }
}
