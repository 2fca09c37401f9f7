using Gatehouse.Gateway.Recording;
using Gatehouse.Ledger.Index;
using Gatehouse.Ledger.Tests.Journal;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Tests.Index;

/// <summary>Index files that an earlier version made. There were none in PostgreSQL then.</summary>
public class IndexUpgradeTests
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    [Fact]
    public async Task Open_IndexOfTheSchemaBefore_CountsTheCallsThatItHas()
    {
        await using var desk = await IndexDesk.OpenAsync();
        var start = desk.Now;
        await desk.CallAsync("c1", intent => intent, JournalDesk.Done());
        await desk.CallAsync("c2", intent => intent with { Outcome = RecordedOutcome.Denied });
        await desk.CatchUpAsync();
        var query = new TotalQuery { Servers = ["bank"], Since = start, Until = start.AddHours(1), Step = TotalStep.Hour };
        var (before, _) = await desk.Index.TotalsAsync(query, Cancel);
        var (latency, _) = await desk.Index.LatenciesAsync(query, Cancel);

        await desk.ReopenAsync(ToFirstSchema);
        var (after, _) = await desk.Index.TotalsAsync(query, Cancel);
        var (latencyAfter, _) = await desk.Index.LatenciesAsync(query, Cancel);
        await desk.CallAsync("c3", intent => intent);
        await desk.CatchUpAsync();

        Assert.Equal(new OutcomeCounts { Allowed = 1, Denied = 1, Done = 1 }, Assert.Single(before).Counts);
        Assert.Equal(before, after);
        Assert.Equal(latency, latencyAfter);
        Assert.Equal("c3 c2 c1", await desk.IdsAsync(new() { Servers = ["bank"] }));
        Assert.Equal(2, (await desk.Index.GrantUsesAsync(["g1"], desk.Now, Cancel)).Uses!["g1"].Calls - 1);
    }

    // As a version before left it: without the newer ways in and totals.
    private static void ToFirstSchema(string file)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            """
            DROP INDEX call_server; DROP INDEX call_grant; DROP INDEX call_tool; DROP INDEX call_decision; DROP INDEX call_class;
            DROP INDEX call_rule; DROP INDEX call_named; DROP TABLE total; DROP TABLE server_total; DROP TABLE latency; DROP TABLE grant_use;
            DROP TABLE grant_total; DROP TABLE settlement; ALTER TABLE call DROP COLUMN reserved;
            ALTER TABLE call DROP COLUMN kept;
            CREATE TABLE total (
                minute INTEGER NOT NULL, server_id TEXT NOT NULL, tool TEXT NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL,
                PRIMARY KEY (minute, server_id, tool, outcome)) WITHOUT ROWID;
            CREATE TABLE saved_counters (line TEXT NOT NULL);
            INSERT INTO saved_counters SELECT line FROM saved_counter ORDER BY id; DROP TABLE saved_counter;
            DELETE FROM ledger_schema WHERE version > 1;
            """;
        command.ExecuteNonQuery();
    }
}
