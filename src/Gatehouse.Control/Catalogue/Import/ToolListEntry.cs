using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>The answer of a server to <c>tools/list</c>, with a word on where it was taken: what <c>gatehouse introspect</c> writes.</summary>
internal static class ToolListEntry
{
    /// <summary>As it was written, but for what JSON must escape.</summary>
    public static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static (ImportEntry? Entry, string? Skipped) Read(JsonElement dump, EntryDefaults defaults)
    {
        var package = dump.Reference("package");
        var name = dump.Reference("name") ?? (package is null ? null : package[(package.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        if (name is not { Length: > 0 })
        {
            return (null, SkipWords.NoName);
        }

        var isCut = dump.Member("cut").ValueKind == JsonValueKind.True;
        var tools = ImmutableArray.CreateBuilder<ToolFacts>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tool in dump.Items("tools"))
        {
            if (tools.Count == Caps.Tools)
            {
                isCut = true;
                break;
            }

            if (Tool(tool) is { } read && seen.Add(read.Name))
            {
                tools.Add(read);
            }
            else
            {
                isCut = true;
            }
        }

        return (new ImportEntry(
            new ServerFacts
            {
                Name = name,
                Title = dump.Text("title", Caps.Title),
                Description = dump.Text("description", Caps.Description),
                Packages = package is null ? [] : [package],
                Version = dump.Reference("version"),
                Source = "introspection",
                Licence = dump.Reference("licence") ?? defaults.Licence,
                At = dump.Time("taken") ?? defaults.At,
                Precedence = Precedence.Server,
            },
            tools.DrainToImmutable())
        {
            IsWhole = dump.Member("partial").ValueKind != JsonValueKind.True,
            IsCut = isCut,
        }, null);
    }

    // A definition whose texts cannot be read is left out, and the server marked: the others stand.
    private static ToolFacts? Tool(JsonElement tool)
    {
        try
        {
            if (tool.Text("name") is not { Length: <= Caps.Name } name || name.Contains('\0', StringComparison.Ordinal))
            {
                return null;
            }

            var description = Caps.Cut(tool.Text("description"), Caps.Description, out var isCut);
            var title = tool.Text("title") ?? tool.Member("annotations").Text("title");
            var definition = Definition(tool);
            var isTooLong = definition.Length > Caps.Definition;
            return new ToolFacts
            {
                Name = name,
                Title = Caps.Cut(title, Caps.Title),
                Description = description,
                Definition = isTooLong ? "{}" : definition,
                IsCut = isCut || isTooLong,
            };
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string Definition(JsonElement tool)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Plain))
        {
            json.WriteStartObject();
            foreach (var member in new[] { "inputSchema", "annotations" })
            {
                if (tool.Member(member) is { ValueKind: JsonValueKind.Object } value)
                {
                    json.WritePropertyName(member);
                    value.WriteTo(json);
                }
            }

            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
