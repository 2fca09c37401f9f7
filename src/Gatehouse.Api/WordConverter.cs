using System.Text.Json;
using System.Text.Json.Serialization;

namespace Gatehouse.Api;

/// <summary>Reads and writes an enum by <see cref="Words{T}"/>.</summary>
/// <typeparam name="T">An enum without flags.</typeparam>
public sealed class WordConverter<T> : JsonConverter<T>
    where T : struct, Enum
{
    /// <inheritdoc/>
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (reader.TokenType == JsonTokenType.String ? Words<T>.Find(reader.GetString()) : null)
        ?? throw new JsonException($"one of {string.Join(", ", Words<T>.All)} is needed");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Words<T>.Of(value));
}
