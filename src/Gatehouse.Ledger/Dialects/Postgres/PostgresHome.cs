using Gatehouse.Policy;

namespace Gatehouse.Ledger.Dialects.Postgres;

/// <summary>A database and a data folder belong together: approvals are here, the journal that says which of them were used is there.</summary>
internal static class PostgresHome
{
    /// <remarks>Faults: <c>database-of-another-folder</c>, those of the database.</remarks>
    public static Fault? Check(PostgresStore store, DataFolder folder)
    {
        folder.StateExists();
        folder.StateIsElsewhere();
        var mine = folder.Mark();
        var (home, fault) = store.Write(
            transaction =>
            {
                Sql.Execute(transaction, PostgresTypes.Translate("CREATE TABLE IF NOT EXISTS ledger_home (folder TEXT NOT NULL)"));
                Sql.Execute(transaction, "INSERT INTO ledger_home SELECT $1 WHERE NOT EXISTS (SELECT 1 FROM ledger_home)", mine);
                return Sql.Text(transaction, "SELECT folder FROM ledger_home");
            },
            CancellationToken.None);
        return fault ?? (home == mine ? null : new Fault(
            LedgerFaults.DatabaseOfAnotherFolder, $"the PostgreSQL database belongs to another data folder than `{folder.Path}`",
            "start with the data folder that it was made with, or with an empty database and an empty folder"));
    }
}
