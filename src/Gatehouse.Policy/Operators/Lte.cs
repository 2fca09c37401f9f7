namespace Gatehouse.Policy.Operators;

/// <summary><c>lte</c>: the number is at most the operand.</summary>
internal sealed class Lte : NumberOrder
{
    public override string Name => "lte";

    protected override bool Holds(int sign) => sign <= 0;
}
