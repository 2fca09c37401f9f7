using System.Text.Json;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>
/// JSON Schema 2020-12, the keywords that the generated schemas use: whether a value fits, and nothing of where it does not,
/// for the page does not say which place is named when there are several.
/// </summary>
internal static class ReferenceSchema
{
    public static bool Fits(JsonElement value, JsonElement schema, JsonElement root) => schema.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => schema.EnumerateObject().All(keyword => Fits(value, keyword.Name, keyword.Value, schema, root)),
    };

    private static bool Fits(JsonElement value, string keyword, JsonElement rule, JsonElement schema, JsonElement root)
    {
        var isObject = value.ValueKind == JsonValueKind.Object;
        var isArray = value.ValueKind == JsonValueKind.Array;
        return keyword switch
        {
            "$ref" => Fits(value, rule.GetString()!.Split('/').Skip(1).Aggregate(root, (at, part) => at.GetProperty(part)), root),
            "type" => Several(rule).Any(type => Is(value, type.GetString()!)),
            "enum" => rule.EnumerateArray().Any(one => one.ValueKind == value.ValueKind && one.GetString() == value.GetString()),
            "required" => !isObject || rule.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
            "properties" => !isObject || rule.EnumerateObject().All(one =>
                !value.TryGetProperty(one.Name, out var member) || Fits(member, one.Value, root)),
            "additionalProperties" => !isObject || value.EnumerateObject().All(member =>
                IsNamed(schema, member.Name) || Fits(member.Value, rule, root)),
            "items" => !isArray || value.EnumerateArray().All(element => Fits(element, rule, root)),
            "minItems" => !isArray || value.GetArrayLength() >= rule.GetInt32(),
            "minimum" => value.ValueKind != JsonValueKind.Number
                || (ExactNumber.Read(value) is { } number && number.Units >= ExactNumber.Read(rule)!.Units),
            "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() <= rule.GetInt32(),
            "anyOf" => rule.EnumerateArray().Any(one => Fits(value, one, root)),
            "not" => !Fits(value, rule, root),
            "default" or "title" or "format" or "$defs" => true,
            _ => throw new NotSupportedException(keyword),
        };
    }

    private static bool Is(JsonElement value, string type) => type switch
    {
        "integer" => value.ValueKind == JsonValueKind.Number && ExactNumber.Read(value) is { } number
            && (number.Units % ExactNumber.One).IsZero,
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind.ToString().Equals(type, StringComparison.OrdinalIgnoreCase),
    };

    private static bool IsNamed(JsonElement schema, string name) =>
        schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _);

    private static IEnumerable<JsonElement> Several(JsonElement rule) =>
        rule.ValueKind == JsonValueKind.Array ? rule.EnumerateArray() : [rule];
}
