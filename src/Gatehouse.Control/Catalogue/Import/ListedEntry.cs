using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>A line of a list: a server with its packages, or one tool of a server.</summary>
internal static class ListedEntry
{
    public static (ImportEntry? Entry, string? Skipped) Read(JsonElement line, EntryDefaults defaults)
    {
        var tool = line.Text("tool");
        var name = tool is null ? line.Reference("id") : line.Reference("server");
        if (name is null)
        {
            return (null, SkipWords.NoName);
        }

        var server = new ServerFacts
        {
            Name = name,
            Title = line.Text("title", Caps.Title),
            Description = line.Text(tool is null ? "description" : "server_description", Caps.Description),
            Repository = Repository(line.Reference("repo")),
            Packages = line.Texts("packages"),
            OtherNames = line.Texts("names"),
            Source = Caps.Cut(
                "list:" + (line.Reference("source") ?? string.Join('+', line.Texts("sources")) switch { "" => "file", var sources => sources }), Caps.Reference),
            Licence = line.Reference("server_licence") ?? line.Reference("licence") ?? defaults.Licence,
            At = line.Time("taken") ?? defaults.At,
            Precedence = Precedence.List,
        };
        if (tool is null)
        {
            return (new ImportEntry(server, []), null);
        }

        if (tool.Length > Caps.Name || tool.Contains('\0', StringComparison.Ordinal))
        {
            return (new ImportEntry(server, []) { IsCut = true }, null);
        }

        var description = Caps.Cut(line.Text("description"), Caps.Description, out var isCut);
        var definition = Definition(line);
        var isTooLong = definition.Length > Caps.Definition;
        return (new ImportEntry(server,
        [
            new ToolFacts
            {
                Name = tool, Description = description, Definition = isTooLong ? "{}" : definition, IsCut = isCut || isTooLong,
            },
        ]), null);
    }

    /// <summary><c>owner/name</c> is how lists write a repository of GitHub.</summary>
    private static string? Repository(string? text) => text switch
    {
        null => null,
        _ when text.Contains("://", StringComparison.Ordinal) => text,
        _ => "https://github.com/" + text,
    };

    // The list's arguments, as the input schema that they were read from.
    private static string Definition(JsonElement line)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, ToolListEntry.Plain))
        {
            json.WriteStartObject();
            json.WriteStartObject("inputSchema");
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var argument in line.Items("args").Where(argument => argument.Text("name") is { } name && seen.Add(name)))
            {
                json.WriteStartObject(argument.Text("name")!);
                foreach (var member in new[] { "type", "description", "enum" })
                {
                    if (argument.Member(member) is { ValueKind: JsonValueKind.String or JsonValueKind.Array } value)
                    {
                        json.WritePropertyName(member);
                        value.WriteTo(json);
                    }
                }

                json.WriteEndObject();
            }

            json.WriteEndObject();
            json.WriteStartArray("required");
            foreach (var argument in line.Items("args").Where(argument => argument.Member("required").ValueKind == JsonValueKind.True))
            {
                if (argument.Text("name") is { } name && seen.Remove(name))
                {
                    json.WriteStringValue(name);
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
            if (line.Member("annotations") is { ValueKind: JsonValueKind.Object } annotations)
            {
                json.WritePropertyName("annotations");
                annotations.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
