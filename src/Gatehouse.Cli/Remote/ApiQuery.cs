using System.Globalization;

namespace Gatehouse.Cli.Remote;

/// <summary>What is asked of an address of the API beside its path.</summary>
internal static class ApiQuery
{
    /// <summary>The query with its question mark; empty where no part has a value.</summary>
    public static string Of(params IEnumerable<(string Name, string? Value)> parts)
    {
        var query = string.Join('&', parts.Where(static part => part.Value is not null).Select(static part => $"{part.Name}={Uri.EscapeDataString(part.Value!)}"));
        return query.Length == 0 ? "" : "?" + query;
    }

    /// <summary>A time as the API takes it: of UTC, to the millisecond; null for none.</summary>
    public static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
