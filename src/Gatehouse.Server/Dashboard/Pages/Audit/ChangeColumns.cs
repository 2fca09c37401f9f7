using Gatehouse.Api.Audit;
using Gatehouse.Ledger.Index;
using Gatehouse.Server.Dashboard.Parts;

namespace Gatehouse.Server.Dashboard.Pages.Audit;

/// <summary>Changes over time, as the columns of a picture.</summary>
internal static class ChangeColumns
{
    private static readonly (string Label, string Tone, Func<ChangeCounts, long> Count)[] _parts =
    [
        ("People", "accent", static counts => counts.Person), ("API keys", "good", static counts => counts.ApiKey),
        ("The server", "warn", static counts => counts.Server), ("Links", "quiet", static counts => counts.Link),
    ];

    /// <summary>What the parts of a column are, from the bottom up.</summary>
    public static (string Label, string Tone)[] Series => [.. _parts.Select(static part => (part.Label, part.Tone))];

    /// <summary>The columns of a time.</summary>
    public static ChartColumn[] Of(AuditTotals totals)
    {
        var counted = totals.Spans.ToDictionary(static span => span.Start, static span => span.Counts);
        return
        [
            .. CallColumns.Starts(totals.Since, totals.Until, Enum.Parse<TotalStep>(totals.Step, ignoreCase: true))
                .Select(at => Column(at, counted.GetValueOrDefault(at) ?? new ChangeCounts(0, 0, 0, 0))),
        ];
    }

    private static ChartColumn Column(DateTimeOffset at, ChangeCounts counts)
    {
        long[] parts = [.. _parts.Select(part => part.Count(counts))];
        var says = _parts.Zip(parts).Where(static one => one.Second > 0).Select(static one => $"{one.First.Label}: {Labels.Number(one.Second)}");
        return new ChartColumn(at, parts.Sum() == 0 ? "no change" : string.Join(", ", says), parts);
    }
}
