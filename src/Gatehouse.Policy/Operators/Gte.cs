namespace Gatehouse.Policy.Operators;

/// <summary><c>gte</c>: the number is at least the operand.</summary>
internal sealed class Gte : NumberOrder
{
    public override string Name => "gte";

    protected override bool Holds(int sign) => sign >= 0;
}
