using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary>Walks the elements of an array, or counts what is in an array or object, without a tree.</summary>
internal ref struct ArrayElements
{
    // More than the strict reader lets through, so that this one never has the last word on depth.
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 256 };

    private readonly ReadOnlySpan<byte> json;
    private Utf8JsonReader reader;

    private ArrayElements(ReadOnlySpan<byte> json)
    {
        this.json = json;
        reader = new Utf8JsonReader(json, Options);
        reader.Read();
    }

    /// <summary>The elements of the array.</summary>
    public static ArrayElements Of(in ArgumentValue array) => new(array.Json);

    /// <summary>How many elements an array or members an object has.</summary>
    public static int Count(in ArgumentValue container)
    {
        var walker = new Utf8JsonReader(container.Json, Options);
        walker.Read();
        var count = 0;
        while (walker.Read() && walker.TokenType is not (JsonTokenType.EndArray or JsonTokenType.EndObject))
        {
            count++;
            walker.Skip();
        }

        return count;
    }

    /// <summary>Takes the next element. False: there is none left.</summary>
    public bool TryNext(out ArgumentValue element)
    {
        element = default;
        if (!reader.Read() || reader.TokenType == JsonTokenType.EndArray)
            return false;
        var kind = reader.TokenType switch
        {
            JsonTokenType.String => ArgumentKind.String,
            JsonTokenType.Number => ArgumentKind.Number,
            JsonTokenType.True => ArgumentKind.True,
            JsonTokenType.False => ArgumentKind.False,
            JsonTokenType.StartArray => ArgumentKind.Array,
            JsonTokenType.StartObject => ArgumentKind.Object,
            _ => ArgumentKind.Missing,
        };
        var start = (int)reader.TokenStartIndex;
        reader.Skip();
        element = new ArgumentValue(kind, json[start..(int)reader.BytesConsumed]);
        return true;
    }
}
