using System.Text.Json;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>What holds of every <c>value</c>, whatever its operator: not empty, not too long, numbers exact.</summary>
internal sealed class OperandReading(FindingSink sink, ValueReading values)
{
    private const int ElementCap = 1_000;

    /// <summary>Whether the value may be given to its operator; what is wrong is reported.</summary>
    public bool Pass(string op, JsonValue operand)
    {
        if (operand.Kind != JsonValueKind.Array)
        {
            return One(op, operand);
        }

        if (operand.Elements.Count == 0)
        {
            sink.Add(FindingCode.OperandEmpty, operand, "this list is empty",
                "name at least one value, or leave the condition out");
            return false;
        }

        var good = operand.Elements.Count <= ElementCap;
        foreach (var element in values.Items(operand, ElementCap))
        {
            good &= One(op, element);
        }

        return good;
    }

    private bool One(string op, JsonValue operand)
    {
        switch (operand.Kind)
        {
            case JsonValueKind.Number:
                return values.Exact(operand) is not null;
            case JsonValueKind.String when operand.Text.Length == 0:
                sink.Add(FindingCode.OperandEmpty, operand, "this text is empty",
                    "to ask whether there is a value use `exists`");
                return false;
            case JsonValueKind.String when op == "regex":
                return values.Fits(operand, PatternReading.PatternCap);
            default:
                return true;
        }
    }
}
