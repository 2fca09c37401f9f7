using System.Text.Json;

namespace Gatehouse.Cli.Catalogues;

/// <summary>The entries of a document: of a registry dump its servers, of an answer to <c>tools/list</c> its tools in parts.</summary>
internal static class DocumentEntries
{
    /// <summary>The entries; a document of another kind is one entry, which the server counts as what it is.</summary>
    /// <param name="text">The document.</param>
    /// <param name="file">Name of its file without the ending: a saved list without a name has that of its package, with <c>__</c> for the slash.</param>
    public static IEnumerable<string> Of(string text, string file)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 64 });
        }
        catch (JsonException)
        {
            return ["{"];
        }

        using (document)
        {
            var root = document.RootElement;
            return root.ValueKind switch
            {
                JsonValueKind.Object when root.TryGetProperty("tools", out var tools) && tools.ValueKind == JsonValueKind.Array =>
                    [.. List(root, tools, file)],
                JsonValueKind.Object when root.TryGetProperty("servers", out var servers) && servers.ValueKind == JsonValueKind.Array =>
                    [.. servers.EnumerateArray().Select(static entry => EntryCut.Fit(entry.GetRawText()))],

                // A list of which saved answer is of which package: of no use without them.
                JsonValueKind.Array when file == "index" => [],
                JsonValueKind.Array => [.. root.EnumerateArray().Select(static entry => EntryCut.Fit(Line(entry)))],
                _ => [EntryCut.Fit(Line(root))],
            };
        }
    }

    private static IEnumerable<string> List(JsonElement root, JsonElement tools, string file)
    {
        var part = new List<string>();
        var size = 0;
        foreach (var tool in tools.EnumerateArray())
        {
            var raw = tool.GetRawText();
            var text = raw.Length > EntryCut.MaxEntry / 2 && tool.ValueKind == JsonValueKind.Object ? Tool(tool) : Line(tool);
            if (size > 0 && size + text.Length > EntryCut.MaxEntry)
            {
                yield return Part(root, part, file, isLast: false);
                part.Clear();
                size = 0;
            }

            part.Add(text);
            size += text.Length;
        }

        yield return Part(root, part, file, isLast: true);
    }

    // Over a hundred thousand letters for one tool: its long texts are cut, its schema is left out where that is what is long.
    private static string Tool(JsonElement tool)
    {
        var cut = EntryCut.Fit(tool);
        return cut.Length <= EntryCut.MaxEntry / 2 ? cut : EntryCut.Write(json =>
        {
            json.WriteStartObject();
            foreach (var member in tool.EnumerateObject().Where(static member =>
                member.Value.ValueKind == JsonValueKind.String && member.Value.GetRawText().Length < 10_000))
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
        });
    }

    private static string Part(JsonElement root, List<string> tools, string file, bool isLast) => EntryCut.Write(json =>
    {
        json.WriteStartObject();
        var isNamed = false;
        foreach (var member in root.EnumerateObject().Where(static member => member.Name is "package" or "name" or "title" or "description"
            or "version" or "licence" or "taken" or "cut"))
        {
            isNamed |= member.Name is "package" or "name";
            if (member.Value.GetRawText().Length < 20_000)
            {
                member.WriteTo(json);
            }
        }

        if (!isNamed)
        {
            json.WriteString("package", "npm:" + Package(file));
        }

        if (!isLast)
        {
            json.WriteBoolean("partial", true);
        }

        json.WriteStartArray("tools");
        foreach (var tool in tools)
        {
            json.WriteRawValue(tool);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    // @scope__name@1.2.3: the last @ begins the version, unless it begins the scope.
    private static string Package(string file)
    {
        var at = file.LastIndexOf('@');
        return (at > 0 ? file[..at] : file).Replace("__", "/", StringComparison.Ordinal);
    }

    private static string Line(JsonElement entry) => EntryCut.Write(entry.WriteTo);
}
