using System.Data.Common;
using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Index;

/// <summary>Counts the calls of an index that was made before it kept these totals.</summary>
internal static class TotalRebuild
{
    private const int Portion = 20_000;

    public static void Run(DbTransaction transaction)
    {
        for (var last = 0L; ;)
        {
            var batch = new TotalBatch();
            var ids = Sql.Rows(
                transaction, row => Add(batch, row),
                """
                SELECT id, time, server_id, definition, target, grant_id, decision, class, microseconds FROM call
                WHERE id > $1 ORDER BY id LIMIT $2
                """,
                last, Portion);
            if (ids.Count == 0)
            {
                return;
            }

            batch.Write(transaction);
            last = ids[^1];
        }
    }

    private static long Add(TotalBatch batch, DbDataReader row)
    {
        var (time, server) = (row.GetInt64(1), row.TextOrNull(2) ?? "");
        var tool = TotalBatch.ToolOf(row.TextOrNull(3), row.TextOrNull(4));
        batch.Decided(time, server, tool, row.TextOrNull(5) ?? "", row.TextOrNull(6) ?? "denied");
        if (row.TextOrNull(7) is { } outcome)
        {
            batch.Concluded(time, server, tool, outcome, row.IsDBNull(8) ? 0 : row.GetInt64(8));
        }

        return row.GetInt64(0);
    }
}
