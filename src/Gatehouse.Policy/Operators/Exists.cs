using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary><c>exists</c>: whether the value is present and not null equals the operand.</summary>
internal sealed class Exists : Operator
{
    public override string Name => "exists";

    public override JsonTypes Takes(JsonElement operand) => JsonTypes.Any;

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context) =>
        operand.ValueKind switch
        {
            JsonValueKind.True => ((in actual) => Judgement.Of(actual.Kind != ArgumentKind.Missing), null),
            JsonValueKind.False => ((in actual) => Judgement.Of(actual.Kind == ArgumentKind.Missing), null),
            _ => Refuse("true or false", "without quotes"),
        };
}
