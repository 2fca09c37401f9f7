using System.Globalization;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>How far back a list looks, as its filter says it.</summary>
internal static class Spans
{
    /// <summary>What can be chosen.</summary>
    public static readonly (string Value, string Label)[] Options =
        [("", "All time"), ("hour", "Last hour"), ("day", "Last day"), ("week", "Last 7 days"), ("month", "Last 30 days")];

    /// <summary>From when on; null for all.</summary>
    public static DateTimeOffset? Since(PageCall call)
    {
        var now = call.Use<TimeProvider>().GetUtcNow();
        return call.Query("span") switch
        {
            "hour" => now.AddHours(-1),
            "day" => now.AddDays(-1),
            "week" => now.AddDays(-7),
            "month" => now.AddDays(-30),
            _ => null,
        };
    }

    /// <summary>As the API's addresses take a time.</summary>
    public static string? ForApi(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
