namespace Gatehouse.Policy.Operators;

/// <summary><c>gt</c>: the number is above the operand.</summary>
internal sealed class Gt : NumberOrder
{
    public override string Name => "gt";

    protected override bool Holds(int sign) => sign > 0;
}
