using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Cli.Catalogues;

/// <summary>An entry that is too long to be sent, cut: the server cuts at its own caps, and marks what was.</summary>
internal static class EntryCut
{
    /// <summary>Longest entry that is sent, in UTF-16 units.</summary>
    public const int MaxEntry = 300 * 1024;

    private const int MaxText = 20_000;

    public static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The line; where it is too long its long texts are cut, and what else is too long is left out.</summary>
    public static string Fit(string line)
    {
        if (line.Length <= MaxEntry)
        {
            return line;
        }

        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Fit(document.RootElement) : "{}";
        }
        catch (Exception failed) when (failed is JsonException or InvalidOperationException)
        {
            // The server counts it as what it is.
            return "{";
        }
    }

    /// <summary>The same of an object.</summary>
    public static string Fit(JsonElement entry) => Write(json =>
    {
        var room = MaxEntry;
        json.WriteStartObject();
        json.WriteBoolean("cut", true);
        foreach (var member in entry.EnumerateObject().Where(static member => member.Name != "cut"))
        {
            var size = member.Value.GetRawText().Length;
            if (member.Value.ValueKind == JsonValueKind.String && size > MaxText)
            {
                json.WriteString(member.Name, Short(member.Value.GetString()!));
                room -= MaxText;
            }
            else if (size <= room)
            {
                member.WriteTo(json);
                room -= size;
            }
        }

        json.WriteEndObject();
    });

    public static string Write(Action<Utf8JsonWriter> write)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(text, Plain))
        {
            write(json);
        }

        return Encoding.UTF8.GetString(text.WrittenSpan);
    }

    private static string Short(string text) =>
        text.Length <= MaxText ? text : text[..(char.IsHighSurrogate(text[MaxText - 1]) ? MaxText - 1 : MaxText)];
}
