using System.Text.Json;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary><c>allOf</c>, and a <c>$ref</c> as one of one.</summary>
internal sealed class AllOf(SchemaNode[] schemas) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run) =>
        Array.TrueForAll(schemas, schema => schema.Accepts(value, run));
}

/// <summary><c>anyOf</c>.</summary>
internal sealed class AnyOf(SchemaNode[] schemas) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run) =>
        Array.Exists(schemas, schema => schema.Tries(value, run)) || run.Fail();
}

/// <summary><c>oneOf</c>.</summary>
internal sealed class OneOf(SchemaNode[] schemas) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run) =>
        (schemas.Count(schema => schema.Tries(value, run)) == 1 && !run.IsAborted) || run.Fail();
}

/// <summary><c>not</c>.</summary>
internal sealed class Not(SchemaNode schema) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run) =>
        (!schema.Tries(value, run) && !run.IsAborted) || run.Fail();
}

/// <summary><c>if</c>, <c>then</c>, <c>else</c>.</summary>
internal sealed class Conditional(SchemaNode test, SchemaNode? then, SchemaNode? otherwise) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run)
    {
        var branch = test.Tries(value, run) ? then : otherwise;
        return !run.IsAborted && (branch is null || branch.Accepts(value, run));
    }
}
