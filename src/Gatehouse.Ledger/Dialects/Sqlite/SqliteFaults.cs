using Gatehouse.Policy;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Dialects.Sqlite;

/// <summary>What SQLite's errors mean to a caller. Its messages may quote values, so they are not passed on.</summary>
internal static class SqliteFaults
{
    private const int Corrupt = 11;
    private const int NotADatabase = 26;

    public static Fault Of(SqliteException failed, string name) => failed.SqliteErrorCode is Corrupt or NotADatabase
        ? Damaged(name)
        : new Fault(LedgerFaults.StoreUnavailable, $"the database `{name}` did not answer (SQLite error {failed.SqliteErrorCode})");

    public static Fault Damaged(string name) => new(
        LedgerFaults.StoreDamaged, $"the database `{name}` is damaged", "restore it from a backup; nothing was changed");
}
