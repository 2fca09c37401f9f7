using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Index;

/// <summary>Reads totals: never a call.</summary>
internal static class TotalRows
{
    private static readonly long _day = TimeSpan.FromDays(1).Ticks;
    private static readonly long _minutesKept = TimeSpan.FromDays(8).Ticks;
    private static readonly long _hoursKept = TimeSpan.FromDays(400).Ticks;

    /// <summary>Span by span, all servers together; tools only where one is asked for.</summary>
    public static ImmutableArray<Total> Totals(DbTransaction transaction, TotalQuery query)
    {
        var (table, tool) = query.Tool is null ? ("server_total", "") : ("total", "AND tool = $5");
        var sums = new SortedDictionary<long, OutcomeCounts>();
        foreach (var server in query.Servers)
        {
            foreach (var (start, counts) in Sql.Rows(
                transaction, static row => (row.GetInt64(0), OutcomeCounts.Read(row, 1)),
                $"""
                SELECT start, {OutcomeCounts.Columns} FROM {table}
                WHERE step = $1 AND server_id = $2 AND start >= $3 AND start < $4 {tool}
                """,
                [
                    (long)query.Step, server, query.Step.Floor(query.Since.UtcTicks), query.Until.UtcTicks,
                    .. query.Tool is { } name ? [name] : Array.Empty<object?>(),
                ]))
            {
                sums[start] = sums.GetValueOrDefault(start) + counts;
            }
        }

        return [.. sums.Select(static sum => new Total(new DateTimeOffset(sum.Key, TimeSpan.Zero), sum.Value))];
    }

    /// <summary>Tool by tool, over all of the time.</summary>
    public static ImmutableArray<ToolTotal> ToolTotals(DbTransaction transaction, TotalQuery query) =>
    [
        .. query.Servers.SelectMany(server => Sql.Rows(
            transaction, row => new ToolTotal(server, row.GetString(0), OutcomeCounts.Read(row, 1)),
            $"""
            SELECT tool, {OutcomeCounts.Sums} FROM total
            WHERE step = $1 AND server_id = $2 AND start >= $3 AND start < $4 AND (CAST($5 AS TEXT) IS NULL OR tool = $5) GROUP BY tool ORDER BY tool
            """,
            (long)query.Step, server, query.Step.Floor(query.Since.UtcTicks), query.Until.UtcTicks, query.Tool)),
    ];

    public static ImmutableArray<ToolLatency> Latencies(DbTransaction transaction, TotalQuery query)
    {
        var sums = new SortedDictionary<(string Server, string Tool), LatencyHistogram>();
        foreach (var server in query.Servers)
        {
            foreach (var (tool, saved) in Sql.Rows(
                transaction, static row => (row.GetString(0), row.GetFieldValue<byte[]>(1)),
                """
                SELECT tool, histogram FROM latency
                WHERE step = $1 AND server_id = $2 AND start >= $3 AND start < $4 AND (CAST($5 AS TEXT) IS NULL OR tool = $5)
                """,
                (long)query.Step, server, query.Step.Floor(query.Since.UtcTicks), query.Until.UtcTicks, query.Tool))
            {
                if (!sums.TryGetValue((server, tool), out var sum))
                {
                    sums.Add((server, tool), sum = new LatencyHistogram());
                }

                sum.Load(saved);
            }
        }

        return
        [
            .. sums.Select(static entry => new ToolLatency(
                entry.Key.Server, entry.Key.Tool, entry.Value.Count,
                entry.Value.Percentile(0.5), entry.Value.Percentile(0.95), entry.Value.Percentile(0.99))),
        ];
    }

    public static GrantUse Use(DbTransaction transaction, string grantId, DateTimeOffset now)
    {
        var last = Sql.Number(transaction, "SELECT last FROM grant_use WHERE grant_id = $1", grantId);
        var (calls, denied) = Sql.Rows(
            transaction, static row => (row.GetInt64(0), row.GetInt64(1)),
            "SELECT coalesce(sum(calls), 0), coalesce(sum(denied), 0) FROM grant_total WHERE grant_id = $1 AND start > $2",
            grantId, now.UtcTicks - _day - TotalBatch.Slot)[0];
        return new GrantUse(last == 0 ? null : new DateTimeOffset(last, TimeSpan.Zero), calls, denied);
    }

    public static ImmutableArray<RecordedSettlement> Settlements(DbTransaction transaction, string approvalId) =>
    [
        .. Sql.Rows(
            transaction,
            static row => new RecordedSettlement(
                new DateTimeOffset(row.GetInt64(0), TimeSpan.Zero), row.TextOrNull(1) ?? "", row.TextOrNull(2) ?? ""),
            "SELECT time, state, who FROM settlement WHERE approval_id = $1 ORDER BY time, sequence", approvalId),
    ];

    /// <summary>Lets go of what is kept only for a while.</summary>
    public static void Sweep(DbTransaction transaction, long now)
    {
        foreach (var table in (string[])["total", "server_total", "latency"])
        {
            Sweep(transaction, table, TotalStep.Minute, now - _minutesKept);
            Sweep(transaction, table, TotalStep.Hour, now - _hoursKept);
        }

        Sql.Execute(transaction, "DELETE FROM grant_total WHERE start < $1", now - (2 * _day));
    }

    // From server to server by the key: to look for their names with one statement would read the whole table.
    private static void Sweep(DbTransaction transaction, string table, TotalStep step, long before)
    {
        var server = "";
        while (Sql.Rows(
            transaction, static row => row.TextOrNull(0), $"SELECT min(server_id) FROM {table} WHERE step = $1 AND server_id > $2",
            (long)step, server)[0] is { } next)
        {
            server = next;
            Sql.Execute(
                transaction, $"DELETE FROM {table} WHERE step = $1 AND server_id = $2 AND start < $3", (long)step, server, before);
        }
    }
}
