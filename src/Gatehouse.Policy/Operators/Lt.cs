namespace Gatehouse.Policy.Operators;

/// <summary><c>lt</c>: the number is below the operand.</summary>
internal sealed class Lt : NumberOrder
{
    public override string Name => "lt";

    protected override bool Holds(int sign) => sign < 0;
}
