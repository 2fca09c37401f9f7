using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Gatehouse.Control.Storage;

/// <summary>Reads several tables as of one moment, without keeping writers out.</summary>
internal static class ReadTransaction
{
    public static async Task<IDbContextTransaction> BeginAsync(ControlDb db, CancellationToken cancel)
    {
        // SQLite's driver takes the write lock at once unless it is told that nothing will be written.
        await db.Database.OpenConnectionAsync(cancel);
        return db.Database.GetDbConnection() is SqliteConnection sqlite
            ? (await db.Database.UseTransactionAsync(sqlite.BeginTransaction(deferred: true), cancel))!
            : await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
    }
}
