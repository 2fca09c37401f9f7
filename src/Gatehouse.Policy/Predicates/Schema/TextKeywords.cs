using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Operators.Patterns;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary><c>minLength</c> and <c>maxLength</c>, in Unicode scalar values.</summary>
internal sealed class TextSize(string name, decimal bound) : Keyword
{
    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return true;
        }

        var length = 0;
        foreach (var rune in value.GetString()!.EnumerateRunes())
        {
            length++;
        }

        return (name == "minLength" ? length >= bound : length <= bound) || run.Fail();
    }
}

/// <summary><c>pattern</c>, with the engine and the meaning of the operator <c>regex</c>.</summary>
internal sealed class TextPattern(BoundPattern pattern) : Keyword
{
    /// <summary>Reads the keyword.</summary>
    public static Keyword Read(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && Compile(value.GetString()!) is { } pattern
            ? new TextPattern(pattern)
            : new CannotJudge();

    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run) =>
        value.ValueKind != JsonValueKind.String || Matches(pattern, value.GetString()!, run) || run.Fail();

    /// <summary>The pattern of a schema; null where the engine does not have it.</summary>
    public static BoundPattern? Compile(string text)
    {
        var pattern = BoundPattern.Compile(text).Pattern;

        // The first match builds the engine's tables, which may take longer than a call's match is given.
        pattern?.Matches("Aa0 _"u8);
        return pattern;
    }

    /// <summary>Whether the pattern is found; a match that takes too long aborts the run.</summary>
    public static bool Matches(BoundPattern pattern, string text, SchemaRun run) =>
        run.HasTime() && pattern.Matches(Encoding.UTF8.GetBytes(text)).Truth switch
        {
            Truth.True => true,
            Truth.False => false,
            _ => run.Abort(),
        };
}
