using System.Globalization;

namespace Gatehouse.Cli.Output;

/// <summary>One thing for people: a name and its value on each line.</summary>
internal static class Fields
{
    /// <summary>Prints those that have a value.</summary>
    public static void Print(Terminal terminal, params ReadOnlySpan<(string Name, string? Value)> fields)
    {
        var width = 0;
        foreach (var (name, value) in fields)
        {
            width = value is null ? width : Math.Max(width, name.Length);
        }

        foreach (var (name, value) in fields)
        {
            if (value is not null)
            {
                terminal.Line($"{name.PadRight(width)}  {value}");
            }
        }
    }

    /// <summary>A time in UTC, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A time in UTC, or a word for none.</summary>
    public static string Time(DateTimeOffset? time, string none) => time is { } at ? Time(at) : none;

    /// <summary>A number.</summary>
    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Words with a comma between them; null for none.</summary>
    public static string? List(IEnumerable<string>? words) => string.Join(", ", words ?? []) is { Length: > 0 } text ? text : null;
}
