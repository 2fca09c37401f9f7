using System.Text;
using System.Text.Json;

namespace Gatehouse.Ledger.Journal;

/// <summary>Texts that many rows repeat (names, hashes, rules), made once. For one thread.</summary>
internal sealed class TextPool
{
    private const int Longest = 96;

    private readonly string?[] _texts = new string?[512];

    /// <summary>The text of the reader's string; null of a JSON null.</summary>
    public string? Of(ref Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.String || reader.ValueIsEscaped || reader.ValueSpan.Length > Longest)
        {
            return reader.GetString();
        }

        var bytes = reader.ValueSpan;
        ref var place = ref _texts[PlaceOf(bytes)];
        return place is not null && Ascii.Equals(bytes, place) ? place : place = reader.GetString();
    }

    private int PlaceOf(ReadOnlySpan<byte> bytes)
    {
        var hash = 2166136261u;
        foreach (var one in bytes)
        {
            hash = (hash ^ one) * 16777619u;
        }

        return (int)((hash ^ (hash >> 15)) % (uint)_texts.Length);
    }
}
