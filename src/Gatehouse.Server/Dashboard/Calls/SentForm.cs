using System.Collections.Immutable;
using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>What a form sent, within bounds.</summary>
/// <param name="fields">The fields.</param>
internal sealed class SentForm(IFormCollection fields)
{
    private const int MostFields = 512;
    private const int MostBytes = 2 * 1024 * 1024;

    /// <summary>A field; empty where it is missing or there twice.</summary>
    public string this[string name] => fields[name] is { Count: 1 } one ? one[0]! : "";

    /// <summary>Whether a field was sent exactly once.</summary>
    public bool Has(string name) => fields[name].Count == 1;

    /// <summary>A field without blanks around it; null where that leaves nothing.</summary>
    public string? Text(string name) => this[name].Trim() is { Length: > 0 } text ? text : null;

    /// <summary>Whether a box is ticked.</summary>
    public bool Flag(string name) => this[name] == "on";

    /// <summary>A whole number; null for anything else.</summary>
    public int? Number(string name) =>
        int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Every value of a field that may be sent several times.</summary>
    public ImmutableArray<string> Many(string name) => [.. fields[name].OfType<string>()];

    /// <summary>The words of a field, by blanks, commas and line ends.</summary>
    public ImmutableArray<string> Words(string name) =>
        [.. this[name].Split([' ', ',', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    /// <summary>What was typed, to fill the form again. Passwords never come back.</summary>
    public Dictionary<string, string> Again() => fields
        .Where(field => field.Value.Count == 1 && !field.Key.Contains("password", StringComparison.OrdinalIgnoreCase))
        .ToDictionary(field => field.Key, field => field.Value[0]!, StringComparer.Ordinal);

    /// <summary>Everything that was sent, in order, as one text.</summary>
    public string Whole() => string.Join('\n', fields.Select(field => $"{field.Key}={field.Value}"));

    /// <summary>Reads a form; null for what is none.</summary>
    public static async ValueTask<SentForm?> ReadAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType)
        {
            return null;
        }

        var feature = new FormFeature(http.Request, new FormOptions
        {
            ValueCountLimit = MostFields, KeyLengthLimit = 256, ValueLengthLimit = MostBytes, BufferBodyLengthLimit = MostBytes,
            MultipartBodyLengthLimit = MostBytes,
        });
        try
        {
            return new SentForm(await feature.ReadFormAsync(http.RequestAborted));
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
