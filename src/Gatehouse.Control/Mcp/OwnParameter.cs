using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Control.Mcp;

/// <summary>What an argument holds.</summary>
internal enum OwnKind : byte
{
    /// <summary>A text of one line's length.</summary>
    Text = 0,

    /// <summary>A policy document.</summary>
    Document,

    /// <summary>A whole number, from 1.</summary>
    Whole,

    /// <summary>An object.</summary>
    Object,
}

/// <summary>An argument of a tool.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="About">What it is for.</param>
/// <param name="IsNeeded">Whether it has to be there.</param>
internal sealed record OwnParameter(string Name, OwnKind Kind, string About, bool IsNeeded = false)
{
    /// <summary>Items of a list where nobody says.</summary>
    public const string UsualPage = "20";

    private const int LongestText = 1_024;
    private const int LongestDocument = 256 * 1024;
    private const int MostItems = 100;

    public static readonly OwnParameter Limit = new("limit", OwnKind.Whole, $"items at most, {UsualPage} if left out") { Most = MostItems };
    public static readonly OwnParameter Cursor = new("cursor", OwnKind.Text, "`next` of the part before");

    /// <summary>The only texts there may be; empty for any.</summary>
    public ImmutableArray<string> Words { get; init; } = [];

    /// <summary>The largest number.</summary>
    public int Most { get; init; } = int.MaxValue;

    /// <summary>UTF-16 units of a text.</summary>
    public int Longest => Kind == OwnKind.Document ? LongestDocument : LongestText;

    /// <summary>What is wrong with a value; null for nothing.</summary>
    public string? Refuse(JsonElement value) => Kind switch
    {
        OwnKind.Object => value.ValueKind == JsonValueKind.Object ? null : "is not an object",
        OwnKind.Whole => value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= 1 && number <= Most
            ? null : $"is not a whole number from 1 to {Most}",
        _ => value.ValueKind != JsonValueKind.String || value.GetString() is not { Length: > 0 } text || text.Length > Longest
                ? $"is not a text of 1 to {Longest} characters"
            : Words.Length > 0 && !Words.Contains(text, StringComparer.Ordinal) ? $"is not one of {string.Join(", ", Words)}"
            : null,
    };

    /// <summary>Writes its part of the schema.</summary>
    public void WriteTo(Utf8JsonWriter json)
    {
        json.WriteStartObject(Name);
        json.WriteString("type", Kind switch { OwnKind.Object => "object", OwnKind.Whole => "integer", _ => "string" });
        json.WriteString("description", About);
        if (Kind == OwnKind.Whole)
        {
            json.WriteNumber("minimum", 1);
            json.WriteNumber("maximum", Most);
        }
        else if (Kind != OwnKind.Object)
        {
            json.WriteNumber("minLength", 1);
            json.WriteNumber("maxLength", Longest);
        }

        if (Words.Length > 0)
        {
            json.WriteStartArray("enum");
            foreach (var word in Words)
            {
                json.WriteStringValue(word);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }
}
