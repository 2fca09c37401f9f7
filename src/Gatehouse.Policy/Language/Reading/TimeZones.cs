using System.Text.RegularExpressions;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Finds the <c>timezone</c> in the system's time zone database.</summary>
/// <param name="find">The system's look-up; null where it has no such zone.</param>
/// <param name="sink">Where faults go.</param>
internal sealed partial class TimeZones(Func<string, TimeZoneInfo?> find, FindingSink sink)
{
    /// <summary>The look-up of this machine.</summary>
    public static TimeZoneInfo? FindInSystem(string name) =>
        TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>The zone, or UTC after a fault was reported.</summary>
    public TimeZoneInfo Read(JsonValue value, string name)
    {
        if (name == "UTC")
        {
            return TimeZoneInfo.Utc;
        }

        if (IanaName().IsMatch(name) && find(name) is { } zone)
        {
            return zone;
        }

        // A zone that every database has tells a wrong name from a machine without any database.
        if (find("Europe/London") is null)
        {
            sink.Add(
                FindingCode.TimezoneDataMissing, value,
                $"{Quote.Text(name)} cannot be found, for this machine has no time zone database",
                "install the package `tzdata`, or write \"UTC\"");
            return TimeZoneInfo.Utc;
        }

        sink.Add(
            FindingCode.TimezoneUnknown, value, $"{Quote.Text(name)} is not a time zone of the IANA database",
            "write a name like \"Europe/Berlin\" or \"UTC\"");
        return TimeZoneInfo.Utc;
    }

    // SECURITY: the system looks names up as file names; and `localtime` or `posix/…` are files there, but no zones.
    [GeneratedRegex(@"\A[A-Z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*\z", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex IanaName();
}
