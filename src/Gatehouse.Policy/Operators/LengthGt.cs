namespace Gatehouse.Policy.Operators;

/// <summary><c>length_gt</c>: the length is above the operand.</summary>
internal sealed class LengthGt : LengthOrder
{
    public override string Name => "length_gt";

    protected override bool Holds(int sign) => sign > 0;
}
