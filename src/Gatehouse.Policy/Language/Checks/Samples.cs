using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Gatehouse.Policy.Language.Reading;
using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Language.Checks;

/// <summary>Values that stand for all values that conditions on one path can tell apart and could pass.</summary>
internal static class Samples
{
    // Beyond these a value between two bounds may have more digits than can be compared exactly.
    private const decimal LargestBound = 1_000_000_000;
    private const int MostDecimals = 5;
    private const int LongestText = 4_096;

    /// <summary>
    /// The values as JSON texts, null for a missing one; or null where a few values cannot stand for all.
    /// </summary>
    /// <param name="must">Conditions that have to be true.</param>
    /// <param name="mustNot">Conditions that have to be false.</param>
    public static IReadOnlyList<byte[]?>? For(IReadOnlyList<Condition> must, IReadOnlyList<Condition> mustNot)
    {
        var path = must[0].Path;
        if (path.Root != PathRoot.Args)
        {
            return OfFact(FactTable.Find(path));
        }

        if (Pinned(must, mustNot) is { } values)
        {
            return values;
        }

        Condition[] all = [.. must, .. mustNot];
        return all.Any(condition => condition.Op is "lt" or "lte" or "gt" or "gte") ? Numbers(all)
            : all.All(condition => condition.Op is "length_gt" or "length_lt" or "exists") ? Lengths(all)
            : null;
    }

    private static List<byte[]?>? OfFact(Fact? fact) => fact?.Kind switch
    {
        FactKind.Hour => [.. Enumerable.Range(0, 24).Select(hour => Json(hour.ToString(CultureInfo.InvariantCulture)))],
        FactKind.Flag => [Json("true"), Json("false")],
        FactKind.Word => [.. fact.Words.Select(word => Json($"\"{word}\""))],
        _ => null,
    };

    // A condition that leaves only the values that it names.
    private static List<byte[]?>? Pinned(IReadOnlyList<Condition> must, IReadOnlyList<Condition> mustNot)
    {
        foreach (var condition in must)
        {
            if (condition.Op is "eq" or "in")
            {
                return Named(condition.Value);
            }

            if (condition is { Op: "exists", Value.ValueKind: JsonValueKind.False })
            {
                return [null];
            }
        }

        foreach (var condition in mustNot)
        {
            if (condition.Op is "neq" or "not_in")
            {
                return Named(condition.Value);
            }

            if (condition is { Op: "exists", Value.ValueKind: JsonValueKind.True })
            {
                return [null];
            }
        }

        return null;
    }

    private static List<byte[]?> Named(JsonElement operand) =>
        operand.ValueKind == JsonValueKind.Array ? [.. operand.EnumerateArray().Select(One)] : [One(operand)];

    private static byte[]? One(JsonElement scalar) =>
        scalar.ValueKind == JsonValueKind.Null ? null : Json(scalar.GetRawText());

    // Each bound, a value between each two, one below and one above: between two bounds all values are alike.
    private static List<byte[]?>? Numbers(IReadOnlyList<Condition> conditions)
    {
        var bounds = new SortedSet<decimal>();
        foreach (var number in conditions.SelectMany(condition => Scalars(condition.Value)).Where(IsNumber))
        {
            if (!number.TryGetDecimal(out var bound) || Math.Abs(bound) > LargestBound || bound.Scale > MostDecimals)
            {
                return null;
            }

            bounds.Add(bound);
        }

        var values = new List<decimal>();
        foreach (var bound in bounds)
        {
            values.Add(values.Count == 0 ? bound - 1 : (values[^1] + bound) / 2);
            values.Add(bound);
        }

        values.Add(values[^1] + 1);
        return [.. values.Select(value => Json(value.ToString(CultureInfo.InvariantCulture)))];
    }

    private static bool IsNumber(JsonElement scalar) => scalar.ValueKind == JsonValueKind.Number;

    private static IEnumerable<JsonElement> Scalars(JsonElement operand) =>
        operand.ValueKind == JsonValueKind.Array ? operand.EnumerateArray() : [operand];

    private static List<byte[]?>? Lengths(IReadOnlyList<Condition> conditions)
    {
        var lengths = new SortedSet<int> { 0 };
        foreach (var operand in conditions.Select(condition => condition.Value).Where(IsNumber))
        {
            if (!operand.TryGetDecimal(out var bound) || bound > LongestText || bound != decimal.Truncate(bound))
            {
                return null;
            }

            lengths.UnionWith([.. new[] { (int)bound - 1, (int)bound, (int)bound + 1 }.Where(length => length >= 0)]);
        }

        return [null, .. lengths.Select(length => Json($"\"{new string('a', length)}\""))];
    }

    private static byte[] Json(string text) => Encoding.UTF8.GetBytes(text);
}
