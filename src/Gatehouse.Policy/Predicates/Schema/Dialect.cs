using System.Text.Json;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary>Which JSON Schema a tool's input schema is written in.</summary>
internal enum Dialect : byte
{
    /// <summary>A version that is not judged.</summary>
    Other = 0,

    /// <summary>No <c>$schema</c>: 2020-12 as MCP has it, and what only draft 7 knows is taken at its word too.</summary>
    Unstated,

    /// <summary>Draft 7.</summary>
    Draft7,

    /// <summary>Draft 2020-12.</summary>
    Draft202012,
}

/// <summary>Reads the version of a schema.</summary>
internal static class Dialects
{
    /// <summary>The version that the root names.</summary>
    public static Dialect Of(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("$schema", out var named))
        {
            return Dialect.Unstated;
        }

        var text = named.ValueKind == JsonValueKind.String ? named.GetString()!.TrimEnd('#') : "";
        return text switch
        {
            "http://json-schema.org/draft-07/schema" or "https://json-schema.org/draft-07/schema" => Dialect.Draft7,
            "https://json-schema.org/draft/2020-12/schema" or "http://json-schema.org/draft/2020-12/schema" => Dialect.Draft202012,
            _ => Dialect.Other,
        };
    }
}
