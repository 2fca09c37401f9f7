using System.Text;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Language.Reading;

/// <summary><c>lt</c> to <c>gte</c> on <c>time.date</c>, the one text that is ordered (section 3).</summary>
internal static class DateOrder
{
    /// <summary>The test against a date that was found to be <c>YYYY-MM-DD</c>.</summary>
    public static Predicate Bind(string op, string date)
    {
        // In this spelling the order of the characters is the order of the days.
        var limit = Encoding.ASCII.GetBytes($"\"{date}\"");
        return op switch
        {
            "lt" => (in actual) => Compare(actual, limit) is { } order ? Judgement.Of(order < 0) : Unknown,
            "lte" => (in actual) => Compare(actual, limit) is { } order ? Judgement.Of(order <= 0) : Unknown,
            "gt" => (in actual) => Compare(actual, limit) is { } order ? Judgement.Of(order > 0) : Unknown,
            _ => (in actual) => Compare(actual, limit) is { } order ? Judgement.Of(order >= 0) : Unknown,
        };
    }

    private static Judgement Unknown => Judgement.Unknown(UnknownWhy.None);

    private static int? Compare(in ArgumentValue actual, byte[] limit) =>
        actual.Kind == ArgumentKind.String && actual.Json.Length == limit.Length ? actual.Json.SequenceCompareTo(limit) : null;
}
