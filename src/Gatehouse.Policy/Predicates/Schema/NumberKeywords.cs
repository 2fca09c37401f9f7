using System.Text.Json;

namespace Gatehouse.Policy.Predicates.Schema;

/// <summary><c>minimum</c>, <c>maximum</c> and their exclusive forms.</summary>
/// <param name="name">Which of them.</param>
/// <param name="bound">The bound.</param>
internal sealed class NumberBound(string name, decimal bound) : Keyword
{
    /// <summary>Reads the keyword.</summary>
    public static Keyword Read(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && SchemaNumber.Read(value) is { } exact
            ? new NumberBound(name, exact.Value)
            : new CannotJudge();

    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return true;
        }

        if (SchemaNumber.Read(value, run) is not { Value: var number })
        {
            return false;
        }

        var fits = name switch
        {
            "minimum" => number >= bound,
            "maximum" => number <= bound,
            "exclusiveMinimum" => number > bound,
            _ => number < bound,
        };
        return fits || run.Fail();
    }
}

/// <summary><c>multipleOf</c>.</summary>
internal sealed class MultipleOf(decimal divisor) : Keyword
{
    /// <summary>Reads the keyword.</summary>
    public static Keyword Read(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && SchemaNumber.Read(value) is { Value: > 0 and var divisor }
            ? new MultipleOf(divisor)
            : new CannotJudge();

    /// <inheritdoc/>
    public override bool Accepts(JsonElement value, SchemaRun run)
    {
        if (value.ValueKind != JsonValueKind.Number)
        {
            return true;
        }

        return SchemaNumber.Read(value, run) is { Value: var number } && (number % divisor == 0 || run.Fail());
    }
}
