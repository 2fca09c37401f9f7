using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy.Operators.Patterns;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary><c>minProperties</c> and <c>maxProperties</c>.</summary>
internal sealed class ObjectSize(string name, decimal bound) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run) =>
        value.ValueKind != JsonValueKind.Object
        || (name == "minProperties" ? value.GetPropertyCount() >= bound : value.GetPropertyCount() <= bound)
        || run.Fail();
}

/// <summary><c>required</c>, and with a trigger one entry of <c>dependentRequired</c>.</summary>
/// <param name="names">Members that must be there.</param>
/// <param name="trigger">Only where this member is there; null is always.</param>
internal sealed class Required(ImmutableArray<string> names, string? trigger) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Object || (trigger is not null && !value.TryGetProperty(trigger, out _)))
        {
            return true;
        }

        foreach (var name in names)
        {
            if (!value.TryGetProperty(name, out _))
            {
                return run.Fail(name);
            }
        }

        return true;
    }
}

/// <summary>One entry of <c>dependentSchemas</c>.</summary>
internal sealed class DependentSchema(string trigger, SchemaNode schema) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run) =>
        value.ValueKind != JsonValueKind.Object
        || !value.TryGetProperty(trigger, out _)
        || schema.Accepts(value, run);
}

/// <summary><c>properties</c>, <c>patternProperties</c> and <c>additionalProperties</c>.</summary>
internal sealed class Properties(
    Dictionary<string, SchemaNode> named, (BoundPattern Pattern, SchemaNode Schema)[] patterns, SchemaNode? others) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        foreach (var member in value.EnumerateObject())
        {
            run.Down(member.Name);
            var fits = Fits(member, run);
            run.Up();
            if (!fits)
            {
                return false;
            }
        }

        return true;
    }

    private bool Fits(JsonProperty member, SchemaRun run)
    {
        var isKnown = named.TryGetValue(member.Name, out var schema);
        if (!run.Step() || (isKnown && !schema!.Accepts(member.Value, run)))
        {
            return false;
        }

        foreach (var (pattern, below) in patterns)
        {
            if (TextPattern.Matches(pattern, member.Name, run))
            {
                isKnown = true;
                if (!below.Accepts(member.Value, run))
                {
                    return false;
                }
            }
        }

        return !run.IsAborted && (isKnown || others is null || others.Accepts(member.Value, run));
    }
}

/// <summary><c>propertyNames</c>.</summary>
internal sealed class PropertyNames(SchemaNode schema) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return true;
        }

        foreach (var member in value.EnumerateObject())
        {
            var name = JsonElement.Parse(JsonText.Quote(member.Name));
            if (!schema.Tries(name, run))
            {
                return run.Fail(member.Name);
            }
        }

        return true;
    }
}
