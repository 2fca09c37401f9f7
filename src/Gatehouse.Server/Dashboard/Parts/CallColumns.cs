using Gatehouse.Api.Records;
using Gatehouse.Control.Records;
using Gatehouse.Ledger.Index;

namespace Gatehouse.Server.Dashboard.Parts;

/// <summary>Calls over time, as the columns of a picture.</summary>
internal static class CallColumns
{
    private static readonly CallSeries[] _decisions =
    [
        new("allowed", "allowed", "good", static counts => counts.Allowed), new("pending", "waited", "warn", static counts => counts.Pending),
        new("denied", "denied", "bad", static counts => counts.Denied),
    ];

    private static readonly CallSeries[] _all =
    [
        .. _decisions,
        new("done", "answered", "good", static counts => counts.Done), new("error", "answered with an error", "warn", static counts => counts.Error),
        new("fault", "failed at the server", "bad", static counts => counts.Fault),
        new("cancelled", "cancelled", "warn", static counts => counts.Cancelled), new("unknown", "without a known end", "bad", static counts => counts.Unknown),
    ];

    /// <summary>What the parts of a column are, from the bottom up.</summary>
    /// <param name="outcome">Only what this outcome counts, as filters name it; null for all decisions.</param>
    public static (string Label, string Tone)[] Series(string? outcome = null) => [.. Parts(outcome).Select(static one => (Labels.Of(one.Word), one.Tone))];

    /// <summary>How much time is shown, and in what steps.</summary>
    /// <param name="span"><c>hour</c>, <c>week</c> or <c>month</c>; a day for all else.</param>
    /// <param name="until">Its end.</param>
    /// <param name="server">Only this server; null for all.</param>
    /// <param name="tool">Only this tool; null for all.</param>
    public static RecordRange Range(string? span, DateTimeOffset until, string? server = null, string? tool = null)
    {
        var (length, step) = span switch
        {
            "hour" => (TimeSpan.FromHours(1), TotalStep.Minute),
            "week" => (TimeSpan.FromDays(7), TotalStep.Hour),
            "month" => (TimeSpan.FromDays(30), TotalStep.Day),
            _ => (TimeSpan.FromDays(1), TotalStep.Hour),
        };
        return new RecordRange(until - length, until, step, server, tool);
    }

    /// <summary>The columns of a time.</summary>
    /// <remarks>Spans without a call are left out by the index; a picture of time has them all.</remarks>
    public static ChartColumn[] Of(RecordTotals? totals, RecordRange range, string? outcome = null)
    {
        var counted = totals?.Spans.ToDictionary(span => span.Start, span => span.Counts) ?? [];
        var parts = Parts(outcome);
        var columns = new List<ChartColumn>();
        foreach (var at in Starts(range.Since, range.Until, range.Step))
        {
            var counts = counted.GetValueOrDefault(at) ?? new CallCounts();
            columns.Add(new ChartColumn(at, Sentence(counts, outcome), [.. parts.Select(one => one.Count(counts))]));
        }

        return [.. columns];
    }

    /// <summary>Where the columns of a time begin.</summary>
    public static IEnumerable<DateTimeOffset> Starts(DateTimeOffset since, DateTimeOffset until, TotalStep step)
    {
        for (var at = step.Floor(since); at < until; at += TimeSpan.FromSeconds((int)step))
        {
            yield return at;
        }
    }

    /// <summary>Counts as people read them.</summary>
    public static string Sentence(CallCounts counts, string? outcome = null) =>
        string.Join(", ", Parts(outcome).Select(one => $"{Labels.Number(one.Count(counts))} {one.Word}"));

    private static CallSeries[] Parts(string? outcome) =>
        outcome is null ? _decisions : [.. _all.Where(one => one.Outcome == outcome)];
}
