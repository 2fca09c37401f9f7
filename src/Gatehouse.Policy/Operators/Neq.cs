using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary><c>neq</c>: not <c>eq</c>, but a missing value is unknown, so that leaving it out does not satisfy it.</summary>
internal sealed class Neq : Operator
{
    public override string Name => "neq";

    public override JsonTypes Takes(JsonElement operand) => operand.ComparedType();

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        var (expected, fault) = Scalar.Read(Name, operand);
        return expected is null ? (null, fault) : ((in actual) => Test(actual, expected), null);
    }

    private static Judgement Test(in ArgumentValue actual, Scalar expected) =>
        actual.Kind == ArgumentKind.Missing && !expected.IsNull
            ? Judgement.Unknown(UnknownWhy.Missing)
            : !expected.EqualTo(actual);
}
