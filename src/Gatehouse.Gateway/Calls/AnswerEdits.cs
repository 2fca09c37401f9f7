using System.Runtime.InteropServices;
using System.Text.Json;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Calls;

/// <summary>Changes to single values of an answer that was parsed; everything between them stays byte for byte.</summary>
internal sealed class AnswerEdits(ReadOnlyMemory<byte> json)
{
    private readonly JsonSplice _splice = new(json);

    /// <summary>A value's own text.</summary>
    public ReadOnlyMemory<byte> Raw(JsonElement value)
    {
        // INVARIANT: the element was parsed from this very memory, so its raw text lies in it.
        var raw = JsonMarshal.GetRawUtf8Value(value);
        return json.Span.Overlaps(raw, out var start)
            ? json.Slice(start, raw.Length)
            : throw new InvalidOperationException("the value is not of this text");
    }

    /// <summary>Puts another JSON text in a value's place.</summary>
    public void Replace(JsonElement value, ReadOnlyMemory<byte> text) => _splice.Replace(Raw(value), text);

    /// <summary>Puts other elements in an array's place.</summary>
    public void Replace(JsonElement array, IEnumerable<ReadOnlyMemory<byte>> items) => Replace(array, JsonSplice.Array(items));

    /// <summary>Puts a member into an object that has none of that name.</summary>
    public void Insert(JsonElement target, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) => _splice.Insert(Raw(target), name, value);

    /// <summary>Keeps only some elements of an array, in their order.</summary>
    public void Keep(JsonElement array, IReadOnlyCollection<JsonElement> kept)
    {
        if (kept.Count < array.GetArrayLength())
        {
            Replace(array, kept.Select(Raw));
        }
    }

    /// <summary>The text with all changes; null when it would not be sound any more.</summary>
    public ReadOnlyMemory<byte>? Apply() => _splice.Apply(JsonCaps.Answer) is { Verdict: JsonVerdict.Sound } changed ? changed.Json : null;
}
