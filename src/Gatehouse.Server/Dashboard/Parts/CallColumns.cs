using System.Globalization;
using Gatehouse.Api.Records;
using Gatehouse.Control.Records;
using Gatehouse.Ledger.Index;

namespace Gatehouse.Server.Dashboard.Parts;

/// <summary>Calls over time, as the columns of a picture.</summary>
internal static class CallColumns
{
    /// <summary>What the parts of a column are, from the bottom up.</summary>
    public static readonly (string Label, string Tone)[] Series = [("Allowed", "good"), ("Waited", "warn"), ("Denied", "bad")];

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

    // Spans without a call are left out by the index; a picture of time has them all.
    public static ChartColumn[] Of(RecordTotals? totals, RecordRange range)
    {
        var counted = totals?.Spans.ToDictionary(span => span.Start, span => span.Counts) ?? [];
        var columns = new List<ChartColumn>();
        for (var at = range.Step.Floor(range.Since); at < range.Until; at += TimeSpan.FromSeconds((int)range.Step))
        {
            var counts = counted.GetValueOrDefault(at) ?? new CallCounts();
            columns.Add(new ChartColumn(at, Sentence(counts), [counts.Allowed, counts.Pending, counts.Denied]));
        }

        return [.. columns];
    }

    /// <summary>Counts as people read them.</summary>
    public static string Sentence(CallCounts counts) => string.Create(
        CultureInfo.InvariantCulture, $"{counts.Allowed:N0} allowed, {counts.Pending:N0} waited, {counts.Denied:N0} denied");
}

/// <summary>One column.</summary>
/// <param name="At">Where its time begins.</param>
/// <param name="Says">What it says to those who point at it.</param>
/// <param name="Parts">From the bottom up.</param>
public sealed record ChartColumn(DateTimeOffset At, string Says, long[] Parts);
