using System.Text.Json.Nodes;
using Gatehouse.Control.Routes;
using Microsoft.AspNetCore.Routing;

namespace Gatehouse.Control.Tests.OpenApi;

/// <summary>What goes along with a request beside its body, and with an answer.</summary>
internal static class Parameters
{
    private static readonly (string Id, string Name, string In, bool IsRequired, string Says, JsonObject Schema)[] _shared =
    [
        ("Limit", "limit", "query", false, "How many at most.",
            new() { ["type"] = "integer", ["minimum"] = 1, ["maximum"] = 200, ["default"] = 50 }),
        ("Cursor", "cursor", "query", false, "`next` of the part before; of this list only, good for a day.", new() { ["type"] = "string" }),
        ("IfMatch", "If-Match", "header", true, "The `ETag` of what the change was made from, or `*`.", new() { ["type"] = "string" }),
        ("IdempotencyKey", "Idempotency-Key", "header", false,
            "The same request with the same key is answered once more, not carried out once more, for 24 hours.",
            new() { ["type"] = "string", ["pattern"] = "^[!-~]{1,64}$" }),
    ];

    public static JsonObject Shared() => new(_shared.Select(shared => KeyValuePair.Create(
        shared.Id, (JsonNode?)One(shared.Name, shared.In, shared.IsRequired, shared.Says, (JsonObject)shared.Schema.DeepClone()))));

    public static JsonObject Answered() => new()
    {
        ["ETag"] = new JsonObject { ["description"] = "The version, for `If-Match`.", ["schema"] = new JsonObject { ["type"] = "string" } },
        ["RetryAfter"] = new JsonObject { ["description"] = "Seconds to wait.", ["schema"] = new JsonObject { ["type"] = "integer" } },
    };

    public static JsonArray Of(RouteEndpoint endpoint)
    {
        var notes = endpoint.Metadata;
        var of = new JsonArray();
        foreach (var part in endpoint.RoutePattern.Parameters)
        {
            of.Add(One(part.Name, "path", true, Said(part.Name), new() { ["type"] = "string" }));
        }

        foreach (var note in notes.OfType<QueryNote>())
        {
            var schema = new JsonObject { ["type"] = "string" };
            if (note.Words.Length > 0)
            {
                schema["enum"] = new JsonArray([.. note.Words.Select(word => (JsonNode)word)]);
            }

            of.Add(One(note.Name, "query", false, char.ToUpperInvariant(note.Says[0]) + note.Says[1..] + ".", schema));
        }

        foreach (var (mark, ids) in new (object?, string[])[]
        {
            (notes.GetMetadata<PageMark>(), ["Limit", "Cursor"]),
            (notes.GetMetadata<VersionMark>(), ["IfMatch"]),
            (notes.GetMetadata<RepeatMark>(), ["IdempotencyKey"]),
        })
        {
            foreach (var id in mark is null ? [] : ids)
            {
                of.Add(new JsonObject { ["$ref"] = "#/components/parameters/" + id });
            }
        }

        return of;
    }

    private static string Said(string part) => part switch
    {
        "id" => "Its id.", "header" => "Name of the header.", "number" => "Number of the version.",
        "server" => "The server's short name in the index.", "tool" => "The tool's short name in the index.",
        "connection" => "The connection's id.",
        _ => throw new InvalidOperationException($"nobody said what `{part}` of a path is"),
    };

    private static JsonObject One(string name, string where, bool isRequired, string says, JsonObject schema) =>
        new() { ["name"] = name, ["in"] = where, ["required"] = isRequired, ["description"] = says, ["schema"] = schema };
}
