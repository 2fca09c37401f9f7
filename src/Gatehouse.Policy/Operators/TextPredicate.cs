namespace Gatehouse.Policy.Operators;

/// <summary>Predicates of operators that look at one string.</summary>
internal static class TextPredicate
{
    /// <summary>Judges strings by the test, a missing value as given; another type is unknown.</summary>
    public static Predicate Of(TextTest test, Judgement missing) => (in actual) => actual.Kind switch
    {
        ArgumentKind.String => DecodedText.Judge(actual.Json, test),
        ArgumentKind.Missing => missing,
        _ => Judgement.Unknown(UnknownWhy.WrongType),
    };

    /// <summary>The <c>not_…</c> form of a test: what is unknown stays so, and a missing value is unknown.</summary>
    public static Predicate Not(TextTest test) => Of(text => !test(text), Judgement.Unknown(UnknownWhy.Missing));
}
