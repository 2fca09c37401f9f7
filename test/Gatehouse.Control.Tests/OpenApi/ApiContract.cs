using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Web;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Tests.OpenApi;

/// <summary>Holds real answers to the document: what a server says must be what the document says that it says.</summary>
internal sealed class ApiContract
{
    private static ApiContract? _one;

    private readonly JsonElement _document;
    private readonly (string[] Parts, JsonElement Operations)[] _paths;

    public ApiContract(JsonElement document)
    {
        _document = document;
        _paths = [.. document.GetProperty("paths").EnumerateObject().Select(path => (path.Name.Split('/'), path.Value))];
    }

    // Whatever a test is about: no answer is one that the document of the API does not tell of.
    [ModuleInitializer]
    internal static void Begin() =>
        ControlRig.Contract = static (rig, method, path, reply) => Of(rig.Host.Endpoints).Flaw(method, path, reply);

    /// <summary>The contract of the API as it is mapped; the same for every host of the tests.</summary>
    public static ApiContract Of(IEnumerable<Endpoint> endpoints) =>
        _one ??= new ApiContract(JsonDocument.Parse(ApiDocument.Of(endpoints)).RootElement);

    /// <summary>Null where an answer is one that the document tells of, else what is not.</summary>
    public string? Flaw(string method, string pathAndQuery, Reply reply)
    {
        var parts = pathAndQuery.Split('?', 2);

        // What is refused before routing, or is no address at all, is no operation's answer.
        if (reply.Status is 405 or 421 or 500 || Operation(method, parts[0]) is not { } operation)
        {
            return null;
        }

        if (!operation.GetProperty("responses").TryGetProperty($"{reply.Status}", out var answer))
        {
            return $"{method} {parts[0]} answered {reply.Status} {reply.Code}, of which the document does not tell";
        }

        if (reply.Status < 300 && parts.Length == 2 && HttpUtility.ParseQueryString(parts[1]).AllKeys
            .FirstOrDefault(name => !Names(operation).Contains(name)) is { } unknown)
        {
            return $"{method} {parts[0]} takes `{unknown}`, of which the document does not tell";
        }

        var check = new ShapeCheck(_document);
        var kind = reply.Headers.GetValueOrDefault("Content-Type", "").Split(';')[0];
        return kind.EndsWith("json", StringComparison.Ordinal) && reply.Text.Length > 0
            ? check.Flaw(check.Resolve(answer).GetProperty("content").GetProperty(kind).GetProperty("schema"), reply.Json, "$")
                is { } flaw ? $"{method} {parts[0]} answered {reply.Status} with {flaw}: {reply.Text}" : null
            : null;
    }

    private JsonElement? Operation(string method, string path)
    {
        var parts = path.Split('/');

        // A word goes before a part that may be anything.
        var found = _paths.Where(known => known.Parts.Length == parts.Length && known.Parts.Zip(parts).All(pair => Fits(pair.First, pair.Second)))
            .OrderBy(known => known.Parts.Count(part => part.StartsWith('{'))).Select(known => known.Operations).FirstOrDefault();
        return found.ValueKind == JsonValueKind.Object && found.TryGetProperty(method.ToLowerInvariant(), out var operation) ? operation : null;
    }

    private HashSet<string?> Names(JsonElement operation) => operation.TryGetProperty("parameters", out var parameters)
        ? [.. parameters.EnumerateArray().Select(parameter => new ShapeCheck(_document).Resolve(parameter).GetProperty("name").GetString())]
        : [];

    private static bool Fits(string known, string part) => known.StartsWith('{') ? part.Length > 0 : known == part;
}
