using System.Text.Json;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>Reads one entry of a file, of whichever kind it is.</summary>
internal static class EntryReader
{
    private static readonly JsonDocumentOptions _strict = new() { MaxDepth = 64 };

    /// <summary>The entry, or the word of why it is skipped.</summary>
    /// <param name="text">One line of JSON.</param>
    /// <param name="defaults">What holds where the entry does not say.</param>
    public static (ImportEntry? Entry, string? Skipped) Read(string text, EntryDefaults defaults)
    {
        if (text.Length > Caps.Entry)
        {
            return (null, SkipWords.TooLarge);
        }

        try
        {
            using var document = JsonDocument.Parse(text, _strict);
            return Read(document.RootElement, defaults);
        }
        catch (JsonException)
        {
            return (null, SkipWords.NotJson);
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair: no text.
            return (null, SkipWords.NotText);
        }
    }

    private static (ImportEntry? Entry, string? Skipped) Read(JsonElement entry, EntryDefaults defaults)
    {
        if (entry.ValueKind != JsonValueKind.Object)
        {
            return (null, SkipWords.Unknown);
        }

        if (entry.Member("tools").ValueKind == JsonValueKind.Array)
        {
            return ToolListEntry.Read(entry, defaults);
        }

        if (entry.Member("server").ValueKind == JsonValueKind.Object)
        {
            return RegistryEntry.Read(entry, defaults);
        }

        return entry.Member("tool").ValueKind == JsonValueKind.String || entry.Member("id").ValueKind == JsonValueKind.String
            ? ListedEntry.Read(entry, defaults)
            : (null, SkipWords.Unknown);
    }
}

/// <summary>What holds where an entry does not say.</summary>
/// <param name="Licence">Licence of the facts; null where nobody states one.</param>
/// <param name="At">When they are taken.</param>
internal sealed record EntryDefaults(string? Licence, DateTimeOffset At);

/// <summary>Why an entry was skipped: stable words, counted in the import's tally.</summary>
internal static class SkipWords
{
    public const string NotJson = "not_json";
    public const string NotText = "not_text";
    public const string TooLarge = "too_large";
    public const string Unknown = "unknown_kind";
    public const string UnknownSchema = "unknown_schema";
    public const string NoName = "no_name";
    public const string NotThere = "not_there";
}
