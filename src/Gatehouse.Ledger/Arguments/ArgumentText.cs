using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Gateway.Recording.Arguments;
using Gatehouse.Policy.Language;

namespace Gatehouse.Ledger.Arguments;

/// <summary>What is sealed: <c>{"arguments": …, "redacted": [{"at": ["name", 0], "type": "…", "length": "…"}]}</c>.</summary>
/// <remarks>The list is apart from the arguments, so that nobody can send what looks redacted.</remarks>
internal static class ArgumentText
{
    public static ReadOnlySpan<byte> Write(RedactedArguments arguments)
    {
        var buffer = new ArrayBufferWriter<byte>(arguments.Json.Length + 64);
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WritePropertyName("arguments");
        json.WriteRawValue(arguments.Json.Span, skipInputValidation: true);
        json.WriteStartArray("redacted");
        foreach (var place in arguments.Places)
        {
            json.WriteStartObject();
            json.WriteStartArray("at");
            foreach (var step in place.Steps)
            {
                if (step.Kind == PathStepKind.Element)
                {
                    json.WriteNumberValue(step.Index);
                }
                else
                {
                    json.WriteStringValue(step.Key);
                }
            }

            json.WriteEndArray();
            json.WriteString("type", place.Type);
            if (place.Length is { } length)
            {
                json.WriteString("length", length);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan;
    }

    /// <summary>Reads what was sealed; null for what this version does not understand.</summary>
    public static RedactedArguments? Read(byte[] plain)
    {
        try
        {
            var reader = new Utf8JsonReader(plain, new JsonReaderOptions { MaxDepth = 260 });
            reader.Read();
            if (!reader.Read() || !reader.ValueTextEquals("arguments"u8))
            {
                return null;
            }

            reader.Read();
            var from = (int)reader.TokenStartIndex;
            reader.Skip();
            var json = plain.AsMemory(from, (int)reader.BytesConsumed - from);
            return reader.Read() && reader.ValueTextEquals("redacted"u8) ? new RedactedArguments(json, Places(ref reader)) : null;
        }
        catch (Exception failed) when (failed is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static ImmutableArray<RedactedPlace> Places(ref Utf8JsonReader reader)
    {
        var places = ImmutableArray.CreateBuilder<RedactedPlace>();
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
        {
            var (steps, type, length) = (ImmutableArray.CreateBuilder<PathStep>(), "object", (string?)null);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                if (reader.ValueTextEquals("at"u8))
                {
                    reader.Read();
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        steps.Add(reader.TokenType == JsonTokenType.Number
                            ? new PathStep(PathStepKind.Element, null, reader.GetInt32())
                            : new PathStep(PathStepKind.Member, reader.GetString(), 0));
                    }
                }
                else if (reader.ValueTextEquals("type"u8))
                {
                    reader.Read();
                    type = reader.GetString()!;
                }
                else
                {
                    reader.Read();
                    length = reader.GetString();
                }
            }

            places.Add(new RedactedPlace(steps.ToImmutable(), type, length));
        }

        return places.ToImmutable();
    }
}
