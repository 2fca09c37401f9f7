using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Gatehouse.Api;

/// <summary>A member of a PATCH: left out it changes nothing, null clears, a value sets.</summary>
/// <typeparam name="T">What the member holds.</typeparam>
/// <param name="Value">The value; null clears.</param>
/// <param name="IsGiven">Whether the member stood in the body.</param>
public readonly record struct Edit<T>(T? Value, bool IsGiven = true)
{
    /// <summary>Sets the member.</summary>
    public static implicit operator Edit<T>(T? value) => new(value);

    /// <summary>The value that holds after the edit.</summary>
    public T? Over(T? before) => IsGiven ? Value : before;
}

/// <summary>Reads and writes an <see cref="Edit{T}"/>; the member carries <c>WhenWritingDefault</c>.</summary>
/// <typeparam name="T">What the member holds.</typeparam>
public sealed class EditConverter<T> : JsonConverter<Edit<T>>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override Edit<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? new(default) : new(JsonSerializer.Deserialize(ref reader, Inner(options)));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Edit<T> value, JsonSerializerOptions options)
    {
        if (value.Value is null)
        {
            writer.WriteNullValue();
        }
        else
        {
            JsonSerializer.Serialize(writer, value.Value, Inner(options));
        }
    }

    private static JsonTypeInfo<T> Inner(JsonSerializerOptions options) => (JsonTypeInfo<T>)options.GetTypeInfo(typeof(T));
}
