using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Gatehouse.Control.Approvals;

namespace Gatehouse.Control.Mcp;

/// <summary>Writes JSON anew so that no text in it holds what cannot be seen, or what turns its direction: that is spelt out as <c>\uXXXX</c>.</summary>
/// <remarks>It is the spelling of JSON, so a document that is carried as a text means the same afterwards.</remarks>
internal static class SeenJson
{
    /// <summary>Deeper nothing is that answers hold: definitions of tools are read to 64.</summary>
    public const int MaxDepth = 96;

    private static readonly JsonWriterOptions _writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    /// <summary>The same values.</summary>
    public static ReadOnlyMemory<byte> Of(ReadOnlySpan<byte> json)
    {
        var text = new ArrayBufferWriter<byte>(json.Length + 64);
        using (var writer = new Utf8JsonWriter(text, _writing))
        {
            var reader = new Utf8JsonReader(json, new JsonReaderOptions { MaxDepth = MaxDepth });
            while (reader.Read())
            {
                Write(writer, ref reader);
            }
        }

        return text.WrittenMemory;
    }

    /// <summary>A text in which nothing hides. Line ends and tabs stay.</summary>
    public static string Seen(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var seen = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            Rune.DecodeFromUtf16(text.AsSpan(at), out var rune, out var length);
            var isPlain = rune.Value is '\n' or '\t' || (rune.Value == '\r' && at + 1 < text.Length && text[at + 1] == '\n')
                || !ArgumentText.IsHidden(rune);
            foreach (var unit in text.AsSpan(at, length))
            {
                _ = isPlain ? seen.Append(unit) : seen.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
            }

            at += length;
        }

        return seen.ToString();
    }

    private static void Write(Utf8JsonWriter writer, ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                writer.WriteStartObject();
                break;
            case JsonTokenType.EndObject:
                writer.WriteEndObject();
                break;
            case JsonTokenType.StartArray:
                writer.WriteStartArray();
                break;
            case JsonTokenType.EndArray:
                writer.WriteEndArray();
                break;
            case JsonTokenType.PropertyName:
                writer.WritePropertyName(Seen(reader.GetString()!));
                break;
            case JsonTokenType.String:
                writer.WriteStringValue(Seen(reader.GetString()!));
                break;
            default:
                // Numbers as they were written.
                writer.WriteRawValue(reader.ValueSpan, skipInputValidation: true);
                break;
        }
    }
}
