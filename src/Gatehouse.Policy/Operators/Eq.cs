using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary><c>eq</c>: the value equals the operand, numbers by exact decimal value; <c>eq null</c> is missing.</summary>
internal sealed class Eq : Operator
{
    public override string Name => "eq";

    public override JsonTypes Takes(JsonElement operand) => operand.ComparedType();

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        var (expected, fault) = Scalar.Read(Name, operand);
        return expected is null ? (null, fault) : (expected.EqualTo, null);
    }
}
