using System.Globalization;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>Days as date fields have them: <c>2027-01-31</c>, of UTC.</summary>
internal static class FormDates
{
    private const string Form = "yyyy-MM-dd";

    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString(Form, CultureInfo.InvariantCulture);

    /// <summary>The end of the day; <see cref="DateTimeOffset.MinValue"/>, which nothing accepts, for anything else.</summary>
    public static DateTimeOffset EndOf(string text) =>
        DateTimeOffset.TryParseExact(text, Form, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var day)
            ? day.AddDays(1).AddSeconds(-1)
            : DateTimeOffset.MinValue;
}
