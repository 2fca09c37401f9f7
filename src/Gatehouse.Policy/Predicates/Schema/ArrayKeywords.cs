using System.Globalization;
using System.Text.Json;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary><c>minItems</c> and <c>maxItems</c>.</summary>
internal sealed class ArraySize(string name, decimal bound) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run) =>
        value.ValueKind != JsonValueKind.Array
        || (name == "minItems" ? value.GetArrayLength() >= bound : value.GetArrayLength() <= bound)
        || run.Fail();
}

/// <summary><c>uniqueItems: true</c>.</summary>
internal sealed class UniqueItems : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var seen = new Dictionary<int, List<JsonElement>>();
        foreach (var element in value.EnumerateArray())
        {
            var hash = SchemaEquality.Hash(element, run);
            var alike = seen.TryGetValue(hash, out var known) ? known : seen[hash] = [];
            if (run.IsAborted || alike.Exists(other => SchemaEquality.Same(element, other, run)))
            {
                return run.Fail();
            }

            alike.Add(element);
        }

        return true;
    }
}

/// <summary><c>prefixItems</c> and <c>items</c>, or draft 7's <c>items</c> and <c>additionalItems</c>.</summary>
/// <param name="first">Schemas of the first elements.</param>
/// <param name="rest">Schema of all others; null accepts them.</param>
internal sealed class Elements(SchemaNode[] first, SchemaNode? rest) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var index = 0;
        foreach (var element in value.EnumerateArray())
        {
            var schema = index < first.Length ? first[index] : rest;
            if (schema is null)
            {
                return true;
            }

            run.Down(index.ToString(CultureInfo.InvariantCulture));
            var fits = schema.Accepts(element, run);
            run.Up();
            if (!fits)
            {
                return false;
            }

            index++;
        }

        return true;
    }
}

/// <summary><c>contains</c> with <c>minContains</c> and <c>maxContains</c>.</summary>
internal sealed class ContainsKeyword(SchemaNode schema, decimal least, decimal most) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            return true;
        }

        var count = value.EnumerateArray().Count(element => schema.Tries(element, run));
        return !run.IsAborted && ((count >= least && count <= most) || run.Fail());
    }
}
