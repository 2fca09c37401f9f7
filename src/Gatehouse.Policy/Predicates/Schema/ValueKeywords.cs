using System.Collections.Immutable;
using System.Text.Json;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary><c>type</c>.</summary>
internal sealed class TypeKeyword(ImmutableArray<string> types) : Keyword
{
    private static readonly string[] Known = ["null", "boolean", "object", "array", "number", "string", "integer"];

    /// <summary>Reads the keyword.</summary>
    public static Keyword Read(JsonElement value)
    {
        ImmutableArray<JsonElement> parts = value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : [value];

        // Last what looks at a number's digits: a number that has too many of them is a "number" all the same.
        return parts.All(part => part.ValueKind == JsonValueKind.String && Known.Contains(part.GetString()!))
            ? new TypeKeyword([.. parts.Select(part => part.GetString()!).OrderBy(type => type == "integer")])
            : new CannotJudge();
    }

    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run)
    {
        foreach (var type in types)
        {
            if (Is(value, type, run))
            {
                return true;
            }
        }

        return run.Fail();
    }

    private static bool Is(JsonElement value, string type, SchemaRun run) => value.ValueKind switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        _ => type == "number" || (type == "integer" && SchemaNumber.Read(value, run) is { Decimals: 0 }),
    };
}

/// <summary><c>enum</c> and <c>const</c>.</summary>
internal sealed class EnumKeyword(JsonElement[] allowed) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run)
    {
        foreach (var one in allowed)
        {
            if (SchemaEquality.Same(value, one, run))
            {
                return true;
            }
        }

        return run.Fail();
    }
}

/// <summary>Numbers of the arguments and of the schema, by exact value.</summary>
internal static class SchemaNumber
{
    /// <summary>The exact number; what has more digits than can be compared aborts the run.</summary>
    public static ExactNumber? Read(JsonElement number, SchemaRun run)
    {
        if (Read(number) is { } exact)
        {
            return exact;
        }

        run.Abort();
        return null;
    }

    /// <summary>The exact number, or null.</summary>
    public static ExactNumber? Read(JsonElement number) =>
        ExactNumber.TryRead(System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(number), out var exact) ? exact : null;
}
