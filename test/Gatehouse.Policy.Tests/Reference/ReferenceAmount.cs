using System.Numerics;
using System.Text.Json;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>By how much a call moves a counter: <c>increment_from</c> of section 5.</summary>
internal static class ReferenceAmount
{
    private static readonly BigInteger Largest = long.MaxValue * ExactNumber.One;

    /// <summary>The exact amount; null where it cannot be read, which denies.</summary>
    public static decimal? Of(JsonElement limit, ReferenceFacts facts)
    {
        if (!limit.TryGetProperty("increment_from", out var path))
        {
            return 1;
        }

        var reached = Leaves(facts.Find(path.GetString()!)).ToList();

        // "Every value reached, and at least one, must be a number …, and no step unknown".
        var amounts = reached.Select(Amount).ToList();
        return amounts.Count == 0 || amounts.Contains(null) ? null : amounts.Sum();
    }

    private static IEnumerable<Found> Leaves(Found found) =>
        found is Found.Every every ? every.Parts.SelectMany(Leaves) : [found];

    /// <summary>"a number from 0 to 2^63−1 with at most 9 decimals".</summary>
    private static decimal? Amount(Found found) =>
        found is Found.Value { Json.ValueKind: JsonValueKind.Number } value
        && ExactNumber.Read(value.Json) is { } number
        && number.Units >= 0 && number.Units <= Largest
        && ExactNumber.Decimals(value.Json) <= 9
            ? (decimal)(number.Units / BigInteger.Pow(10, 19)) / 1_000_000_000m
            : null;
}
