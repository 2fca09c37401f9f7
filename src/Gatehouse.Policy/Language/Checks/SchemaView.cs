using System.Text.Json;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Language.Checks;

/// <summary>What a tool's accepted schema says of the argument at a path.</summary>
/// <remarks>Where the schema is not plain (no `properties`, a choice, a reference to elsewhere) nothing is
/// said.</remarks>
internal sealed class SchemaView
{
    private const int ReferenceCap = 16;
    private readonly JsonElement _root;

    private SchemaView(JsonElement root) => _root = root;

    /// <summary>The view of a tool's schema; null where it is not known.</summary>
    public static SchemaView? Of(ToolFacts tool)
    {
        try
        {
            return tool.InputSchema.IsEmpty ? null : new SchemaView(JsonElement.Parse(tool.InputSchema.Span));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Looks an argument up.</summary>
    public SchemaArgument Find(ConditionPath path)
    {
        var (at, isOptional) = (Resolve(_root), false);
        foreach (var step in path.Steps)
        {
            if (IsChoice(at))
            {
                return SchemaArgument.NotSaid;
            }

            if (step.Kind != PathStepKind.Member)
            {
                if (Child(at, "items") is not { ValueKind: JsonValueKind.Object } items)
                {
                    return SchemaArgument.NotSaid;
                }

                at = Resolve(items);
                continue;
            }

            if (Child(at, "properties") is not { ValueKind: JsonValueKind.Object } properties)
            {
                return SchemaArgument.NotSaid;
            }

            if (Child(properties, step.Key!) is not { } property)
            {
                return Child(at, "patternProperties") is null
                    && Child(at, "additionalProperties") is not { ValueKind: JsonValueKind.Object }
                    ? SchemaArgument.Undeclared
                    : SchemaArgument.NotSaid;
            }

            isOptional |= !IsRequired(at, step.Key!);
            at = Resolve(property);
        }

        return new SchemaArgument(true, Types(at), isOptional, Child(at, "default") is not null);
    }

    private static bool IsChoice(JsonElement at) =>
        Child(at, "anyOf") is not null || Child(at, "oneOf") is not null || Child(at, "allOf") is not null
        || Child(at, "if") is not null || Child(at, "$ref") is not null;

    private static bool IsRequired(JsonElement at, string name) =>
        Child(at, "required") is { ValueKind: JsonValueKind.Array } required
        && required.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String && item.ValueEquals(name));

    private static JsonElement? Child(JsonElement at, string name) =>
        at.ValueKind == JsonValueKind.Object && at.TryGetProperty(name, out var child) ? child : null;

    // Follows local references: "#/$defs/amount". What does not resolve stays, and says nothing.
    private JsonElement Resolve(JsonElement at)
    {
        for (var hops = 0; hops < ReferenceCap; hops++)
        {
            if (Child(at, "$ref") is not { ValueKind: JsonValueKind.String } reference
                || reference.GetString() is not ['#', .. var pointer] || Follow(pointer) is not { } target)
            {
                return at;
            }

            at = target;
        }

        return at;
    }

    private JsonElement? Follow(string pointer)
    {
        JsonElement? at = _root;
        foreach (var part in pointer.Split('/').Skip(1))
        {
            var name = part.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            at = at is { } here ? Child(here, name) : null;
        }

        return at;
    }

    private JsonTypes Types(JsonElement at)
    {
        if (Child(at, "type") is { } type)
        {
            return type.ValueKind == JsonValueKind.Array
                ? type.EnumerateArray().Aggregate(JsonTypes.None, (types, item) => types | Type(item))
                : Type(type);
        }

        if ((Child(at, "anyOf") ?? Child(at, "oneOf")) is { ValueKind: JsonValueKind.Array } choice)
        {
            return choice.EnumerateArray().Aggregate(JsonTypes.None, (types, item) => types | Types(Resolve(item)));
        }

        return Child(at, "enum") is { ValueKind: JsonValueKind.Array } words ? words.ComparedType() : JsonTypes.Any;
    }

    private static JsonTypes Type(JsonElement word) => word.ValueKind != JsonValueKind.String ? JsonTypes.Any
        : word.GetString() switch
    {
        "string" => JsonTypes.String,
        "number" or "integer" => JsonTypes.Number,
        "boolean" => JsonTypes.Boolean,
        "array" => JsonTypes.Array,
        "object" => JsonTypes.Object,
        "null" => JsonTypes.None,
        _ => JsonTypes.Any,
    };
}
