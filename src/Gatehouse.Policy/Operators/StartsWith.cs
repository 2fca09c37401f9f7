using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary><c>starts_with</c>: the string begins with the operand, by its characters.</summary>
internal sealed class StartsWith : Operator
{
    public override string Name => "starts_with";

    public override JsonTypes Takes(JsonElement operand) => JsonTypes.String;

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        var (start, fault) = OperandText.Read(Name, operand);
        return start is null
            ? (null, fault)
            : (TextPredicate.Of(text => Judgement.Of(text.StartsWith(start)), Judgement.False), null);
    }
}
