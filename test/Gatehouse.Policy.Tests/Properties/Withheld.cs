using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy.Foresight;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>The same arguments with one value taken out, once for each value that there is.</summary>
internal static class Withheld
{
    private const int Most = 12;

    public static IEnumerable<(string Json, ArgumentGap Gap)> Each(ReadOnlySpan<byte> arguments)
    {
        var text = arguments.IsEmpty ? "{}"u8 : arguments;
        using var document = JsonDocument.Parse(text.ToArray(), new JsonDocumentOptions { MaxDepth = 256 });
        var root = document.RootElement.Clone();
        return root.ValueKind == JsonValueKind.Object
            ? Places(root, []).Take(Most).Select(place => (
                Write(root, place.Steps, 0), new ArgumentGap([.. place.Steps], place.Kind is JsonValueKind.Object or JsonValueKind.Array)))
            : [];
    }

    public static CallFacts With(CallFacts call, string json) => new()
    {
        Tool = call.Tool, Server = call.Server, Grant = call.Grant, Now = call.Now, Session = call.Session, Client = call.Client,
        Arguments = System.Text.Encoding.UTF8.GetBytes(json),
    };

    private static IEnumerable<(ImmutableList<PathStep> Steps, JsonValueKind Kind)> Places(JsonElement value, ImmutableList<PathStep> at)
    {
        foreach (var (step, below) in Below(value))
        {
            if (below.ValueKind != JsonValueKind.Null)
            {
                yield return (at.Add(step), below.ValueKind);
                foreach (var deeper in Places(below, at.Add(step)))
                {
                    yield return deeper;
                }
            }
        }
    }

    private static IEnumerable<(PathStep Step, JsonElement Value)> Below(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => value.EnumerateObject().Select(one => (new PathStep(PathStepKind.Member, one.Name, 0), one.Value)),
        JsonValueKind.Array => value.EnumerateArray().Select((one, index) => (new PathStep(PathStepKind.Element, null, index), one)),
        _ => [],
    };

    private static string Write(JsonElement value, ImmutableList<PathStep> without, int depth)
    {
        if (depth == without.Count)
        {
            return "\"[redacted]\"";
        }

        var parts = Below(value).Select(
            one => (one.Step.Key, Text: one.Step == without[depth] ? Write(one.Value, without, depth + 1) : one.Value.GetRawText()));
        return value.ValueKind == JsonValueKind.Array
            ? "[" + string.Join(',', parts.Select(part => part.Text)) + "]"
            : "{" + string.Join(',', parts.Select(part => JsonSerializer.Serialize(part.Key) + ":" + part.Text)) + "}";
    }
}
