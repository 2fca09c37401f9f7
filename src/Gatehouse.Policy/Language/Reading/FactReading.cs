using System.Globalization;
using System.Text.Json;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>
/// Holds a condition on a fact against what the fact can be: a wrong spelling would never be noticed.
/// </summary>
internal sealed class FactReading(FindingSink sink, ValueReading values)
{
    /// <summary>Whether the fact exists and the operator and value fit it; what does not is reported.</summary>
    public bool Pass(ConditionPath path, JsonValue place, string op, JsonValue opPlace, JsonValue operand)
    {
        if (path.Root == PathRoot.Args)
        {
            return Arguments(path, place, op, opPlace);
        }

        if (FactTable.Find(path) is not { } fact)
        {
            sink.Add(
                FindingCode.FactUnknown, place, $"there is no fact {Quote.Text(path.Text)}",
                Suggest.Hint(path.Text, FactTable.Under(path.Root)));
            return false;
        }

        if (fact.IsClaim)
        {
            var who = path.Root == PathRoot.Client ? "client" : "server";
            sink.Add(
                FindingCode.Claim, place,
                $"{Quote.Text(path.Text)} is what the {who} says of itself",
                "use it to narrow, never as proof of who is calling or what a tool does");
        }

        if (fact.Operators is { } fitting && !fitting.Contains(op))
        {
            sink.Add(
                FindingCode.FactOperator, opPlace, $"`{op}` cannot be used on {Quote.Text(path.Text)}",
                "write " + Quote.Choice(fitting));
            return false;
        }

        return op == "exists" || Values(path, fact, op, operand);
    }

    private bool Arguments(ConditionPath path, JsonValue place, string op, JsonValue opPlace)
    {
        if (path.Steps is [{ Kind: not PathStepKind.Member }, ..])
        {
            sink.Add(
                FindingCode.NeverHolds, place,
                $"{Quote.Text(path.Text)} has no value, for `args` is an object and no list",
                "name an argument: \"args.name[0]\"");
        }

        if (path.Steps.Length > 0 || op is "exists" or "length_gt" or "length_lt")
        {
            return true;
        }

        sink.Add(
            FindingCode.FactOperator, opPlace, $"`{op}` cannot be used on `args`, which is always an object",
            "name an argument: \"args.name\"");
        return false;
    }

    private bool Values(ConditionPath path, Fact fact, string op, JsonValue operand)
    {
        if (operand.Kind != JsonValueKind.Array)
        {
            return Value(path, fact, op, operand);
        }

        var good = true;
        foreach (var element in operand.Elements)
        {
            good &= Value(path, fact, op, element);
        }

        return good;
    }

    private bool Value(ConditionPath path, Fact fact, string op, JsonValue operand)
    {
        if (op is "length_gt" or "length_lt" || fact.Kind == FactKind.Any)
        {
            return true;
        }

        if (operand.Kind == JsonValueKind.Null)
        {
            return fact.MayBeMissing || Report(path, operand, $"{Quote.Text(path.Text)} is never missing", null);
        }

        return fact.Kind switch
        {
            FactKind.Flag => operand.Kind is JsonValueKind.True or JsonValueKind.False
                || Report(path, operand, "true or false"),
            FactKind.Hour => IsHour(operand) || Report(path, operand, "a whole number from 0 to 23"),
            FactKind.Date => IsDate(operand) || Report(path, operand, "a date like \"2026-01-31\""),
            _ => operand.Kind == JsonValueKind.String ? Word(path, fact, operand) : Report(path, operand, "a string"),
        };
    }

    private bool Word(ConditionPath path, Fact fact, JsonValue operand) =>
        fact.Words.IsEmpty || fact.Words.Contains(operand.Text) || Report(
            path, operand, $"{Quote.Text(path.Text)} is never {Quote.Text(operand.Text)}",
                Suggest.Hint(operand.Text, fact.Words));

    private bool IsHour(JsonValue operand) =>
        operand.Kind == JsonValueKind.Number && values.Exact(operand) is { } number
        && number is >= 0 and <= 23 && number == decimal.Truncate(number);

    private static bool IsDate(JsonValue operand) =>
        operand.Kind == JsonValueKind.String
        && DateOnly.TryParseExact(operand.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private bool Report(ConditionPath path, JsonValue operand, string expected) =>
        Report(path, operand, $"{Quote.Text(path.Text)} is compared with {expected}", "write " + expected);

    private bool Report(ConditionPath path, JsonValue operand, string message, string? hint)
    {
        sink.Add(
            FindingCode.FactValue, operand, message, hint ?? $"leave the condition on {Quote.Text(path.Text)} out");
        return false;
    }
}
