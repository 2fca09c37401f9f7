using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Gatehouse.Control.Tests.OpenApi;

/// <summary>Refusals, each combination of codes once, with the words of docs/reference/api-faults.md.</summary>
internal sealed partial class FaultBook
{
    private static readonly Dictionary<string, string> _says = Row.Matches(RepositoryFiles.Text("docs/reference/api-faults.md"))
        .ToDictionary(row => row.Groups[1].Value, row => row.Groups[2].Value, StringComparer.Ordinal);

    private readonly SortedDictionary<string, JsonObject> _all = new(StringComparer.Ordinal);

    public JsonObject All => new(_all.Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value)));

    /// <summary>A refusal with one of some codes.</summary>
    public JsonObject Of(int status, IEnumerable<string> codes)
    {
        var words = codes.Order(StringComparer.Ordinal).ToArray();
        var name = string.Join('.', words);
        if (!_all.ContainsKey(name))
        {
            _all[name] = new()
            {
                ["description"] = string.Join(" ", words.Select(word => $"`{word}`: {_says[word]}")),
                ["headers"] = status == 429 ? new JsonObject { ["Retry-After"] = Reference("headers/RetryAfter") } : null,
                ["content"] = new JsonObject
                {
                    ["application/problem+json"] = new JsonObject
                    {
                        ["schema"] = new JsonObject
                        {
                            ["allOf"] = new JsonArray(Reference("schemas/Problem"), new JsonObject
                            {
                                ["properties"] = new JsonObject
                                {
                                    ["code"] = new JsonObject { ["enum"] = new JsonArray([.. words.Select(word => (JsonNode)word)]) },
                                },
                            }),
                        },
                    },
                },
            };
            if (status != 429)
            {
                _all[name].Remove("headers");
            }
        }

        return Reference("responses/" + name);
    }

    private static JsonObject Reference(string to) => new() { ["$ref"] = "#/components/" + to };

    [GeneratedRegex(@"(?m)^\| `([a-z-]+)` \| [0-9]{3} \| (.+) \|$")]
    private static partial Regex Row { get; }
}
