using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Server.Site.Content;

/// <summary>JSON-LD: a block of data that browsers never run.</summary>
internal static class LinkedData
{
    // SECURITY: everything but plain letters, digits and a few signs is escaped, `<` above all: no text can end the element.
    private static readonly JsonSerializerOptions _options = new() { Encoder = JavaScriptEncoder.Default };

    /// <summary>The JSON of a thing of schema.org.</summary>
    public static string Of(string type, params (string Name, object Value)[] members)
    {
        var thing = new Dictionary<string, object> { ["@context"] = "https://schema.org", ["@type"] = type };
        foreach (var (name, value) in members)
        {
            thing[name] = value;
        }

        return JsonSerializer.Serialize(thing, _options);
    }

    /// <summary>A thing inside another.</summary>
    public static Dictionary<string, object> Part(string type, params (string Name, object Value)[] members)
    {
        var thing = new Dictionary<string, object> { ["@type"] = type };
        foreach (var (name, value) in members)
        {
            thing[name] = value;
        }

        return thing;
    }

    /// <summary>The element. What comes in was made by <see cref="Of"/>.</summary>
    public static string Element(string json) => json.AsSpan().ContainsAny('<', '>', '&')
        ? throw new InvalidOperationException("linked data is not escaped")
        : $"<script type=\"application/ld+json\">{json}</script>";
}
