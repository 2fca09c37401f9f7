using System.Collections.Immutable;
using System.Text.Json;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>Members of outside JSON: what is missing or of another type is as if it were not there.</summary>
internal static class EntryJson
{
    public static JsonElement Member(this JsonElement value, string name) =>
        value.ValueKind == JsonValueKind.Object && value.TryGetProperty(name, out var member) ? member : default;

    /// <summary>A text; null where there is none, or an empty one.</summary>
    public static string? Text(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.String } text && text.GetString() is { Length: > 0 } found ? found : null;

    /// <summary>The same, up to a length.</summary>
    public static string Text(this JsonElement value, string name, int most) => Caps.Cut(value.Text(name), most);

    /// <summary>A reference, like an address or a version; null where there is none, or one too long to be meant.</summary>
    public static string? Reference(this JsonElement value, string name) =>
        value.Text(name) is { Length: <= Caps.Reference } text && !text.Contains('\0', StringComparison.Ordinal) ? text : null;

    public static ImmutableArray<string> Texts(this JsonElement value, string name) => value.Member(name) is { ValueKind: JsonValueKind.Array } list
        ? [.. list.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.String).Select(static item => item.GetString()!)
            .Where(static text => text.Length is > 0 and <= Caps.Reference && !text.Contains('\0', StringComparison.Ordinal)).Take(Caps.Names)]
        : [];

    public static IEnumerable<JsonElement> Items(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A time as RFC 3339 writes it.</summary>
    public static DateTimeOffset? Time(this JsonElement value, string name) =>
        value.Member(name) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out var time) ? time : null;
}
