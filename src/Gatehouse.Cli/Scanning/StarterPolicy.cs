using System.Buffers;
using System.Text.Json;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Scanning;

/// <summary>A first policy for a server: nothing passes that is not listed, and what is listed has the rule that the taxonomy recommends.</summary>
internal static class StarterPolicy
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, NewLine = "\n" };

    /// <summary>Whether a tool can be a key: a name with <c>*</c> would be a pattern and open others, and a hidden one deceives its reader.</summary>
    public static bool CanList(ScannedTool tool) =>
        tool.Name.Length is > 0 and <= 128 && !tool.Name.Contains('*', StringComparison.Ordinal) && Gateway.Tools.ToolName.IsPlain(tool.Name);

    /// <summary>Writes the document.</summary>
    public static void Write(Utf8JsonWriter json, string server, IEnumerable<ScannedTool> tools)
    {
        var listed = tools.Where(CanList).DistinctBy(tool => tool.Name, StringComparer.Ordinal).OrderBy(tool => tool.Name, StringComparer.Ordinal).ToArray();
        json.WriteStartObject();
        json.WriteString("version", "1");
        json.WriteString("description", $"Starter policy for {Short(server)}, from its own definitions: look at each tool.");
        json.WriteString("default", "deny");
        WriteNames(json, "hide", listed.Where(tool => tool.Assessment.Recommendation.IsHidden));
        WriteNames(json, "outside", listed.Where(tool => tool.Assessment is { CarriesOutsideContent: true, Recommendation.IsHidden: false }));
        json.WriteStartObject("tools");
        foreach (var tool in listed.Where(tool => !tool.Assessment.Recommendation.IsHidden))
        {
            json.WritePropertyName(tool.Name);
            using var rule = JsonDocument.Parse(tool.Assessment.Recommendation.Rule);
            rule.RootElement.WriteTo(json);
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>The document as a file has it.</summary>
    public static byte[] Text(string server, IEnumerable<ScannedTool> tools)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Indented))
        {
            Write(json, server, tools);
        }

        text.Write("\n"u8);
        return text.WrittenSpan.ToArray();
    }

    /// <summary>Writes it to a new file; one that is there is not touched.</summary>
    public static Fault? Save(string path, string server, IEnumerable<ScannedTool> tools)
    {
        try
        {
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(Text(server, tools));
            return null;
        }
        catch (IOException) when (File.Exists(path))
        {
            return new Fault(new("file-exists"), $"the file `{path}` exists", "name a new one");
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return new Fault(new("file-unwritable"), $"the file `{path}` cannot be written");
        }
    }

    private static string Short(string server) => server.Length > 60 ? server[..60] + "…" : server;

    private static void WriteNames(Utf8JsonWriter json, string member, IEnumerable<ScannedTool> tools)
    {
        var names = tools.Select(tool => tool.Name).ToArray();
        if (names.Length == 0)
        {
            return;
        }

        json.WriteStartArray(member);
        foreach (var name in names)
        {
            json.WriteStringValue(name);
        }

        json.WriteEndArray();
    }
}
