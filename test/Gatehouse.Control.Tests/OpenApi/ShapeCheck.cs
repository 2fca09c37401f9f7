using System.Text.Json;

namespace Gatehouse.Control.Tests.OpenApi;

/// <summary>Whether JSON has a shape: the part of JSON Schema that the document uses, strictly.</summary>
internal sealed class ShapeCheck(JsonElement document)
{
    /// <summary>What a reference stands for.</summary>
    public JsonElement Resolve(JsonElement element)
    {
        while (element.TryGetProperty("$ref", out var reference))
        {
            element = reference.GetString()!.Split('/').Skip(1).Aggregate(document, (at, name) => at.GetProperty(name));
        }

        return element;
    }

    /// <summary>The first thing that does not fit; null where everything does.</summary>
    public string? Flaw(JsonElement schema, JsonElement value, string at)
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("anyOf", out var any))
        {
            return any.EnumerateArray().Any(one => Flaw(one, value, at) is null) ? null : $"{at} none of what it may be";
        }

        if (schema.TryGetProperty("allOf", out var all))
        {
            return all.EnumerateArray().Select(one => Flaw(one, value, at)).FirstOrDefault(flaw => flaw is not null);
        }

        if (schema.TryGetProperty("type", out var type) && !Kinds(type).Any(one => Is(one, value)))
        {
            return $"{at} not of type {type}";
        }

        if (schema.TryGetProperty("enum", out var words) && !words.EnumerateArray().Any(word => word.GetString() == value.ToString()))
        {
            return $"{at} none of {words}";
        }

        return value.ValueKind switch
        {
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().Select((one, i) => Flaw(items, one, $"{at}[{i}]")).FirstOrDefault(flaw => flaw is not null),
            JsonValueKind.Object when type.ValueKind != JsonValueKind.Undefined || schema.TryGetProperty("properties", out _) => Members(schema, value, at),
            _ => null,
        };
    }

    private string? Members(JsonElement schema, JsonElement value, string at)
    {
        var isOpen = schema.TryGetProperty("additionalProperties", out var others) && others.ValueKind == JsonValueKind.Object;

        // What only narrows another shape says nothing of the members that it does not name.
        var isPart = !schema.TryGetProperty("type", out _);
        var members = schema.TryGetProperty("properties", out var named) ? named : default;
        if (schema.TryGetProperty("required", out var required)
            && required.EnumerateArray().FirstOrDefault(name => !value.TryGetProperty(name.GetString()!, out _)) is { ValueKind: JsonValueKind.String } missing)
        {
            return $"no {at}.{missing}";
        }

        foreach (var member in value.EnumerateObject())
        {
            var schemaOf = members.ValueKind == JsonValueKind.Object && members.TryGetProperty(member.Name, out var known) ? known : isOpen ? others : default;
            var flaw = schemaOf.ValueKind == JsonValueKind.Undefined
                ? isPart ? null : $"{at}.{member.Name}, which is unknown"
                : Flaw(schemaOf, member.Value, $"{at}.{member.Name}");
            if (flaw is not null)
            {
                return flaw;
            }
        }

        return null;
    }

    private static IEnumerable<string> Kinds(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool Is(string type, JsonElement value) => type switch
    {
        "string" => value.ValueKind == JsonValueKind.String,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "number" => value.ValueKind == JsonValueKind.Number,
        "array" => value.ValueKind == JsonValueKind.Array,
        "object" => value.ValueKind == JsonValueKind.Object,
        "null" => value.ValueKind == JsonValueKind.Null,
        _ => false,
    };
}
