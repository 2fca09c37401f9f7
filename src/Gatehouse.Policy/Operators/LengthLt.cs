namespace Gatehouse.Policy.Operators;

/// <summary><c>length_lt</c>: the length is below the operand.</summary>
internal sealed class LengthLt : LengthOrder
{
    public override string Name => "length_lt";

    protected override bool Holds(int sign) => sign < 0;
}
