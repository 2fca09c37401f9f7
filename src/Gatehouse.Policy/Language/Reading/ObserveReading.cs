using System.Globalization;
using System.Text.RegularExpressions;

namespace Gatehouse.Policy.Language.Reading;

/// <summary>Reads <c>mode</c> and <c>observe_until</c> (section 1).</summary>
internal sealed partial class ObserveReading(FindingSink sink, ValueReading values, DateTimeOffset? now)
{
    private static readonly TimeSpan _longest = TimeSpan.FromDays(30);

    /// <summary>
    /// The mode, and the instant at which observing ends; that is set exactly when the mode is observe.
    /// </summary>
    public (PolicyMode Mode, DateTimeOffset? Until) Read(Fields fields)
    {
        var mode = values.Word(fields["mode"], Vocabulary.Mode) ?? PolicyMode.Enforce;
        var until = Until(fields);
        if (mode == PolicyMode.Enforce)
        {
            if (fields.Member("observe_until") is { } unused && fields["mode"] is null or { Text: "enforce" })
            {
                sink.Add(
                    FindingCode.ObserveUntilUnused, unused,
                    "`observe_until` only has a meaning beside \"mode\": \"observe\"",
                    "leave it out");
            }

            return (mode, null);
        }

        if (fields["observe_until"] is null)
        {
            sink.Add(
                FindingCode.ObserveUntilMissing, fields.Member("mode")!, "`observe` needs `observe_until`",
                "write the time from which the policy enforces, like \"2026-01-31T00:00:00Z\"");
        }

        if (until is { } end)
        {
            Weigh(fields, end);
        }

        return (mode, until);
    }

    private void Weigh(Fields fields, DateTimeOffset until)
    {
        var place = fields["observe_until"]!;
        if (until <= now)
        {
            sink.Add(FindingCode.ObserveOver, place, "this time has passed, so the policy enforces",
                "leave `mode` out");
            return;
        }

        if (until - now > _longest)
        {
            sink.Add(FindingCode.ObserveUntilTooFar, place, "this time is more than 30 days away", null);
        }

        sink.Add(
            FindingCode.Observe, fields["mode"]!, $"this policy does not hide, block, ask or count until {place.Text}",
            "confirm that calls are to pass until then");
    }

    private DateTimeOffset? Until(Fields fields)
    {
        if (fields["observe_until"] is not { } value || values.Plain(value) is not { } text)
        {
            return null;
        }

        if (Rfc3339().IsMatch(text) && DateTimeOffset.TryParse(
                text, CultureInfo.InvariantCulture, DateTimeStyles.None, out var until))
        {
            return until;
        }

        sink.Add(
            FindingCode.ObserveUntilInvalid, value, $"{Quote.Text(text)} is not a time of RFC 3339",
            "write it with its offset, like \"2026-01-31T00:00:00Z\"");
        return null;
    }

    [GeneratedRegex(
        @"\A[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})\z",
        RegexOptions.ExplicitCapture,
        1000)]
    private static partial Regex Rfc3339();
}
