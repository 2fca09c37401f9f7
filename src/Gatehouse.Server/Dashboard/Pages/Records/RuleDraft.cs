using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Gatehouse.Server.Dashboard.Pages.Records;

/// <summary>Puts a rule for one tool into a document, for a person to look at before anything is published.</summary>
internal static class RuleDraft
{
    private static readonly JsonDocumentOptions _strict = new() { AllowDuplicateProperties = false, MaxDepth = 64 };
    private static readonly JsonWriterOptions _readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The document with the rule; as it is where it is no document that a rule can be put into.</summary>
    /// <param name="document">A policy.</param>
    /// <param name="tool">The tool's name.</param>
    /// <param name="rule"><c>allow</c>, <c>deny</c>, <c>approve</c>, <c>limit</c> or <c>hide</c>.</param>
    public static string Put(string document, string tool, string rule)
    {
        try
        {
            using var parsed = JsonDocument.Parse(document, _strict);
            return parsed.RootElement.ValueKind == JsonValueKind.Object ? Put(parsed.RootElement, tool, rule) : document;
        }
        catch (JsonException)
        {
            return document;
        }
    }

    private static string Put(JsonElement root, string tool, string rule)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, _readable))
        {
            if (rule == "hide")
            {
                Object(json, root, "hide", list => Append(json, list, JsonSerializer.Serialize(tool)));
            }
            else
            {
                Object(json, root, "tools", tools => Object(json, tools, tool, entry => Rule(json, entry, rule)));
            }
        }

        return Encoding.UTF8.GetString(text.ToArray()) + "\n";
    }

    private static void Rule(Utf8JsonWriter json, JsonElement entry, string rule)
    {
        var (member, text) = rule switch
        {
            "deny" => ("deny_if", """{ "conditions": [], "on_deny": "Denied." }"""),
            "approve" => ("require_approval", """{ "conditions": [], "message": "Needs a person's yes." }"""),
            "limit" => ("limits", """{ "counter": "calls", "window": "minute", "max": 10 }"""),
            _ => ("", ""),
        };
        Object(json, entry, member, list => Append(json, list, text));
    }

    // The members in their order, one of them written anew: at its place, or at the end. No member for an empty name.
    private static void Object(Utf8JsonWriter json, JsonElement before, string member, Action<JsonElement> write)
    {
        json.WriteStartObject();
        var isWritten = member.Length == 0;
        if (before.ValueKind == JsonValueKind.Object)
        {
            foreach (var one in before.EnumerateObject())
            {
                json.WritePropertyName(one.Name);
                if (!isWritten && one.NameEquals(member))
                {
                    write(one.Value);
                    isWritten = true;
                }
                else
                {
                    one.Value.WriteTo(json);
                }
            }
        }

        if (!isWritten)
        {
            json.WritePropertyName(member);
            write(default);
        }

        json.WriteEndObject();
    }

    private static void Append(Utf8JsonWriter json, JsonElement before, string item)
    {
        json.WriteStartArray();
        if (before.ValueKind == JsonValueKind.Array)
        {
            foreach (var one in before.EnumerateArray())
            {
                one.WriteTo(json);
            }
        }

        using var parsed = JsonDocument.Parse(item);
        parsed.RootElement.WriteTo(json);
        json.WriteEndArray();
    }
}
