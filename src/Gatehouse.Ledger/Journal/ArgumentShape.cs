using System.Security.Cryptography;
using System.Text.Json;

namespace Gatehouse.Ledger.Journal;

/// <summary>What the record keeps of a call's arguments: member names, types, lengths and a keyed digest; never a value.</summary>
internal static class ArgumentShape
{
    private const int MostMembers = 32;
    private const int MostNameCharacters = 64;

    public static void Write(LineBuffer line, ReadOnlySpan<byte> arguments, IncrementalHash keyed)
    {
        line.Raw(",\"args\":["u8);
        var start = line.Length;
        try
        {
            Members(line, arguments);
        }
        catch (JsonException)
        {
            // The reader has refused what is not JSON long before; if not, the digest alone is kept.
            line.Truncate(start);
        }

        // The key keeps short values from being guessed by whoever reads the journal.
        Span<byte> digest = stackalloc byte[32];
        keyed.AppendData(arguments);
        keyed.GetHashAndReset(digest);
        line.Raw("],\"digest\":\""u8);
        line.Hex(digest);
        line.Raw("\""u8);
    }

    private static void Members(LineBuffer line, ReadOnlySpan<byte> arguments)
    {
        var reader = new Utf8JsonReader(arguments, new JsonReaderOptions { MaxDepth = 256 });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            return;
        }

        for (var count = 0; reader.Read() && reader.TokenType == JsonTokenType.PropertyName; count++)
        {
            if (count == MostMembers)
            {
                line.Raw(",\"more\""u8);
                return;
            }

            line.Raw(count == 0 ? "["u8 : ",["u8);
            Name(line, ref reader);
            reader.Read();
            var from = reader.TokenStartIndex;
            line.Raw(Type(reader.TokenType));
            reader.Skip();
            line.Number(reader.BytesConsumed - from);
            line.Raw("]"u8);
        }
    }

    private static void Name(LineBuffer line, ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped || reader.ValueSpan.Length > MostNameCharacters * 3)
        {
            // Rare and never in a well-made schema, so it may allocate.
            string name;
            try
            {
                name = reader.GetString() ?? "";
            }
            catch (InvalidOperationException)
            {
                name = "\uFFFD";
            }

            SafeText.Write(line, name, MostNameCharacters);
            return;
        }

        SafeText.Write(line, reader.ValueSpan, MostNameCharacters);
    }

    private static ReadOnlySpan<byte> Type(JsonTokenType token) => token switch
    {
        JsonTokenType.String => ",\"string\","u8,
        JsonTokenType.Number => ",\"number\","u8,
        JsonTokenType.True or JsonTokenType.False => ",\"boolean\","u8,
        JsonTokenType.StartObject => ",\"object\","u8,
        JsonTokenType.StartArray => ",\"array\","u8,
        _ => ",\"null\","u8,
    };
}
