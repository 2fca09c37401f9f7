using System.Globalization;

namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>Several values in one question: always as many parameters, so that the statement is the same.</summary>
internal static class Several
{
    /// <summary>How many at once.</summary>
    public const int Most = 200;

    /// <summary>What stands between the brackets of <c>IN</c>.</summary>
    public static string Names { get; } = string.Join(", ", Enumerable.Range(1, Most).Select(static number => "$" + number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The values; the last one fills the places that are left.</summary>
    /// <param name="values">1 to <see cref="Most"/>.</param>
    public static object?[] Values<T>(IReadOnlyList<T> values) =>
        [.. Enumerable.Range(0, Most).Select(at => (object?)values[Math.Min(at, values.Count - 1)])];
}
