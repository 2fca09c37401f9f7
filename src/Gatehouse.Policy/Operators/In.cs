using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary><c>in</c>: the value is <c>eq</c> to some element of the list.</summary>
internal sealed class In : Operator
{
    public override string Name => "in";

    public override JsonTypes Takes(JsonElement operand) => operand.ComparedType();

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        var (list, fault) = ScalarList.Read(Name, operand);
        return list is null ? (null, fault) : (list.Has, null);
    }
}
