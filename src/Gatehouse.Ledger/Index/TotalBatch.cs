using System.Data.Common;
using System.Runtime.InteropServices;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Journal;

namespace Gatehouse.Ledger.Index;

/// <summary>What a batch of rows adds to the totals.</summary>
internal sealed class TotalBatch
{
    /// <summary>What counts of a grant's last day are kept in.</summary>
    public static readonly long Slot = TimeSpan.FromMinutes(15).Ticks;

    private readonly Dictionary<(string Server, string Tool, long Minute), OutcomeCounts> _counts = [];
    private readonly Dictionary<(string Server, string Tool, long Minute), LatencyHistogram> _latencies = [];
    private readonly Dictionary<(string Grant, long Start), (long Calls, long Denied)> _grants = [];
    private readonly Dictionary<string, long> _lastUse = new(StringComparer.Ordinal);

    public void Decided(JournalEntry intent) => Decided(
        intent.Time.UtcTicks, intent.Server ?? "", ToolOf(intent.Definition, intent.Target), intent.Grant ?? "", intent.Decision ?? "denied");

    /// <summary>A decision.</summary>
    public void Decided(long time, string server, string tool, string grant, string decision)
    {
        Count((server, tool, TotalStep.Minute.Floor(time)), decision);
        ref var used = ref CollectionsMarshal.GetValueRefOrAddDefault(_grants, (grant, time - (time % Slot)), out _);
        used = (used.Calls + 1, used.Denied + (decision == "denied" ? 1 : 0));
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_lastUse, grant, out _);
        last = Math.Max(last, time);
    }

    /// <summary>What came of a call, at the time of its decision.</summary>
    public void Concluded(long time, string server, string tool, string outcome, long microseconds)
    {
        var minute = TotalStep.Minute.Floor(time);
        Count((server, tool, minute), outcome);
        if (outcome is not ("done" or "error" or "fault"))
        {
            // Nobody knows when it would have ended.
            return;
        }

        ref var latency = ref CollectionsMarshal.GetValueRefOrAddDefault(_latencies, (server, tool, minute), out _);
        (latency ??= new LatencyHistogram()).Add(microseconds);
    }

    /// <summary>The tool's name. Names that no definition has are anybody's text: counted together, or they would fill the table.</summary>
    public static string ToolOf(string? definition, string? target) => definition is null ? "" : target ?? "";

    public void Write(DbTransaction transaction)
    {
        foreach (var step in Enum.GetValues<TotalStep>())
        {
            Counts(transaction, step);
            if (step != TotalStep.Minute)
            {
                // Nobody asks for percentiles of a minute, and each would be a row to read and to write.
                Latencies(transaction, step);
            }
        }

        Grants(transaction);
    }

    private void Counts(DbTransaction transaction, TotalStep step)
    {
        using var add = BulkInsert.Begin(
            transaction,
            $"INSERT INTO total VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) {OutcomeCounts.AddUp("total", "step, server_id, start, tool")}");
        foreach (var group in _counts.GroupBy(entry => entry.Key with { Minute = step.Floor(entry.Key.Minute) }))
        {
            add.Add((long)step).Add(group.Key.Server).Add(group.Key.Minute).Add(group.Key.Tool);
            Sum(group).AddTo(add).Run();
        }

        add.Complete();

        using var sum = BulkInsert.Begin(
            transaction,
            $"INSERT INTO server_total VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) {OutcomeCounts.AddUp("server_total", "step, server_id, start")}");
        foreach (var group in _counts.GroupBy(entry => (entry.Key.Server, Start: step.Floor(entry.Key.Minute))))
        {
            sum.Add((long)step).Add(group.Key.Server).Add(group.Key.Start);
            Sum(group).AddTo(sum).Run();
        }

        sum.Complete();

        static OutcomeCounts Sum<T>(IEnumerable<KeyValuePair<T, OutcomeCounts>> counts) =>
            counts.Aggregate(default(OutcomeCounts), static (all, one) => all + one.Value);
    }

    private void Latencies(DbTransaction transaction, TotalStep step)
    {
        using var put = BulkInsert.Begin(
            transaction,
            "INSERT INTO latency VALUES (?, ?, ?, ?, ?) ON CONFLICT (step, server_id, start, tool) DO UPDATE SET histogram = excluded.histogram");
        foreach (var group in _latencies.GroupBy(entry => entry.Key with { Minute = step.Floor(entry.Key.Minute) }))
        {
            var sum = new LatencyHistogram();
            foreach (var saved in Sql.Rows(
                transaction, static row => row.GetFieldValue<byte[]>(0),
                "SELECT histogram FROM latency WHERE step = $1 AND server_id = $2 AND start = $3 AND tool = $4",
                (long)step, group.Key.Server, group.Key.Minute, group.Key.Tool))
            {
                sum.Load(saved);
            }

            foreach (var (_, one) in group)
            {
                sum.Add(one);
            }

            put.Add((long)step).Add(group.Key.Server).Add(group.Key.Minute).Add(group.Key.Tool).Add(sum.Save()).Run();
        }

        put.Complete();
    }

    private void Grants(DbTransaction transaction)
    {
        using var add = BulkInsert.Begin(
            transaction,
            """
            INSERT INTO grant_total VALUES (?, ?, ?, ?)
            ON CONFLICT (grant_id, start)
            DO UPDATE SET calls = grant_total.calls + excluded.calls, denied = grant_total.denied + excluded.denied
            """);
        foreach (var ((grant, start), (calls, denied)) in _grants)
        {
            add.Add(grant).Add(start).Add(calls).Add(denied).Run();
        }

        add.Complete();

        using var use = BulkInsert.Begin(
            transaction,
            """
            INSERT INTO grant_use VALUES (?, ?) ON CONFLICT (grant_id)
            DO UPDATE SET last = CASE WHEN excluded.last > grant_use.last THEN excluded.last ELSE grant_use.last END
            """);
        foreach (var (grant, last) in _lastUse)
        {
            use.Add(grant).Add(last).Run();
        }

        use.Complete();
    }

    private void Count((string, string, long) key, string word) =>
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, key, out _) += OutcomeCounts.One(word);
}
