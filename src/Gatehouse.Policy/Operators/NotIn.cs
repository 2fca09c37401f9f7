using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary><c>not_in</c>: the value is <c>eq</c> to no element; missing it is unknown, or false where null is listed.</summary>
internal sealed class NotIn : Operator
{
    public override string Name => "not_in";

    public override JsonTypes Takes(JsonElement operand) => operand.ComparedType();

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        var (list, fault) = ScalarList.Read(Name, operand);
        return list is null ? (null, fault) : ((in actual) => Test(actual, list), null);
    }

    private static Judgement Test(in ArgumentValue actual, ScalarList list) =>
        actual.Kind == ArgumentKind.Missing && !list.HasNull ? Judgement.Unknown(UnknownWhy.Missing) : !list.Has(actual);
}
