using System.Text.Json;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>The field <c>arguments</c> of section 2: <c>any</c>, names, <c>declared</c>. <c>schema</c> is <see cref="ReferenceSchema"/>.</summary>
internal static class ReferenceArguments
{
    /// <summary>The first member that the rule does not let pass, or null.</summary>
    public static string? Undeclared(JsonElement rule, ReferenceCall call)
    {
        var arguments = ReferenceFacts.Arguments(call);
        if (rule.ValueKind == JsonValueKind.Array)
        {
            // "an array of names: these at the top, no other".
            var names = rule.EnumerateArray().Select(name => name.GetString()).ToHashSet(StringComparer.Ordinal);
            return Members(arguments).Select(member => member.Name).FirstOrDefault(name => !names.Contains(name));
        }

        if (rule.GetString() != "declared")
        {
            return null;
        }

        var schema = call.Tool.InputSchema.IsEmpty ? default : JsonDocument.Parse(call.Tool.InputSchema).RootElement;

        // "none that the schema lacks, at the top": a schema without `properties`, or none, lacks them all.
        return Properties(schema, schema) is null
            ? Members(arguments).Select(member => member.Name).FirstOrDefault()
            : Undeclared(arguments, schema, schema);
    }

    /// <summary>"and at every level below that has <c>properties</c>, reached through <c>properties</c>, <c>items</c> and local <c>$ref</c>".</summary>
    private static string? Undeclared(JsonElement value, JsonElement schema, JsonElement root)
    {
        schema = Referred(schema, root);
        if (value.ValueKind == JsonValueKind.Array)
        {
            return Child(schema, "items") is { } items
                ? value.EnumerateArray().Select(element => Undeclared(element, items, root)).FirstOrDefault(name => name is not null)
                : null;
        }

        if (Properties(schema, root) is not { } properties)
        {
            return null;
        }

        return Members(value)
            .Select(member => Child(properties, member.Name) is { } below ? Undeclared(member.Value, below, root) : member.Name)
            .FirstOrDefault(name => name is not null);
    }

    private static JsonElement? Properties(JsonElement schema, JsonElement root) => Child(Referred(schema, root), "properties");

    private static JsonElement Referred(JsonElement schema, JsonElement root)
    {
        // A chain of references that comes back to itself leads nowhere.
        for (var steps = 0; steps < 100 && Child(schema, "$ref") is { } target; steps++)
        {
            var pointer = target.GetString()!;
            JsonElement? at = root;
            foreach (var part in pointer.Split('/').Skip(1))
            {
                at = Child(at, part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal));
            }

            schema = at ?? default;
        }

        return schema;
    }

    private static JsonElement? Child(JsonElement? parent, string name) =>
        parent is { ValueKind: JsonValueKind.Object } && parent.Value.TryGetProperty(name, out var child) ? child : null;

    private static IEnumerable<JsonProperty> Members(JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : [];
}
