using System.Runtime.InteropServices;
using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary>What <c>lt</c>, <c>lte</c>, <c>gt</c> and <c>gte</c> share: both sides are numbers and compared exactly.</summary>
/// <remarks>A missing value is unknown, for an amount that is left out often means "all".</remarks>
internal abstract class NumberOrder : Operator
{
    /// <summary>Whether the operator holds for the sign of (value − operand).</summary>
    protected abstract bool Holds(int sign);

    // With a date as operand the condition is one on time.date; Bind lets no other string through.
    public override JsonTypes Takes(JsonElement operand) => operand.ComparedType();

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        if (context.Dates)
        {
            return CalendarDate.TryRead(operand, out var date)
                ? ((in actual) => Test(actual, date), null)
                : Refuse("a date for this fact", "write it like \"2026-01-31\"");
        }

        if (operand.ValueKind != JsonValueKind.Number)
            return Refuse("a number", "write it without quotes");
        return ExactNumber.TryRead(JsonMarshal.GetRawUtf8Value(operand), out var bound)
            ? ((in actual) => Test(actual, bound), null)
            : (null, OperandFaults.InexactNumber(Name));
    }

    private Judgement Test(in ArgumentValue actual, ExactNumber bound)
    {
        if (actual.Kind == ArgumentKind.Missing)
            return Judgement.Unknown(UnknownWhy.Missing);
        if (actual.Kind != ArgumentKind.Number)
            return Judgement.Unknown(UnknownWhy.WrongType);
        return ExactNumber.TryRead(actual.Json, out var number)
            ? Judgement.Of(Holds(number.Value.CompareTo(bound.Value)))
            : Judgement.Unknown(UnknownWhy.InexactNumber);
    }

    private Judgement Test(in ArgumentValue actual, CalendarDate bound)
    {
        if (actual.Kind == ArgumentKind.Missing)
            return Judgement.Unknown(UnknownWhy.Missing);
        return CalendarDate.TryRead(actual, out var date)
            ? Judgement.Of(Holds(date.Day.CompareTo(bound.Day)))
            : Judgement.Unknown(UnknownWhy.WrongType);
    }
}
