using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary>What <c>length_gt</c> and <c>length_lt</c> share: the length of a string, an array or an object.</summary>
/// <remarks>The length of a string is its number of Unicode scalar values. A missing value is unknown.</remarks>
internal abstract class LengthOrder : Operator
{
    /// <summary>Whether the operator holds for the sign of (length − operand).</summary>
    protected abstract bool Holds(int sign);

    public override JsonTypes Takes(JsonElement operand) => JsonTypes.String | JsonTypes.Array | JsonTypes.Object;

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        if (operand.ValueKind != JsonValueKind.Number)
            return Refuse("a whole number", "write it without quotes");
        if (!ExactNumber.TryRead(JsonMarshal.GetRawUtf8Value(operand), out var bound))
            return (null, OperandFaults.InexactNumber(Name));
        if (bound.Decimals > 0)
            return Refuse("a whole number", "a length has no decimals");
        TextTest ofText = text => Judge(TextLength.Of(text), bound);
        return ((in actual) => Test(actual, bound, ofText), null);
    }

    private Judgement Test(in ArgumentValue actual, ExactNumber bound, TextTest ofText) => actual.Kind switch
    {
        ArgumentKind.String => DecodedText.Judge(actual.Json, ofText),
        ArgumentKind.Array or ArgumentKind.Object => Judge(ArrayElements.Count(actual), bound),
        ArgumentKind.Missing => Judgement.Unknown(UnknownWhy.Missing),
        _ => Judgement.Unknown(UnknownWhy.WrongType),
    };

    private Judgement Judge(int length, ExactNumber bound) => Judgement.Of(Holds(((decimal)length).CompareTo(bound.Value)));
}
