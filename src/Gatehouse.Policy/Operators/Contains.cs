using System.Text.Json;

namespace Gatehouse.Policy.Operators;

/// <summary><c>contains</c>: the operand is part of a string, or <c>eq</c> to an element of an array.</summary>
internal sealed class Contains : Operator
{
    public override string Name => "contains";

    public override JsonTypes Takes(JsonElement operand) =>
        operand.ValueKind == JsonValueKind.String ? JsonTypes.String | JsonTypes.Array : JsonTypes.Array;

    public override (Predicate? Test, Fault? Fault) Bind(JsonElement operand, in BindContext context)
    {
        var (part, fault) = Scalar.Read(Name, operand);
        if (part is null)
            return (null, fault);
        if (part.IsNull)
            return Refuse("a string, a number or a boolean", "null is not a value here, use `exists`");

        // UTF-8 cannot match in the middle of a character, so bytes find what characters would.
        TextTest inside = actual => Judgement.Of(actual.IndexOf(part.Text) >= 0);
        return ((in actual) => Test(actual, part, inside), null);
    }

    private static Judgement Test(in ArgumentValue actual, Scalar part, TextTest inside) => actual.Kind switch
    {
        ArgumentKind.Missing => Judgement.False,
        ArgumentKind.String when part.Type == JsonTypes.String => DecodedText.Judge(actual.Json, inside),
        ArgumentKind.Array => AmongElements(actual, part),
        _ => Judgement.Unknown(UnknownWhy.WrongType),
    };

    // SECURITY: an element of another type is unknown, as it is for `eq`: a listed word inside `[["evil"],"ok"]` must not
    // pass. That only elements of one type count is said of the list in a policy, for `in` and `not_in`.
    private static Judgement AmongElements(in ArgumentValue array, Scalar part)
    {
        var elements = ArrayElements.Of(array);
        var joined = Judgement.False;
        while (elements.TryNext(out var element))
        {
            // Null is missing, and missing equals nothing here.
            if (element.Kind == ArgumentKind.Missing)
                continue;
            var one = element.Kind.Type() == part.Type ? part.EqualTo(element) : Judgement.Unknown(UnknownWhy.WrongType);
            if (one.Truth == Truth.True)
                return one;
            if (joined.Truth == Truth.False)
                joined = one;
        }

        return joined;
    }
}
