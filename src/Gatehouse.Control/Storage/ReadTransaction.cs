using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace Gatehouse.Control.Storage;

/// <summary>Reads several tables as of one moment, without keeping writers out.</summary>
internal static class ReadTransaction
{
    /// <summary>Begins it; disposing ends it, so that another one can begin.</summary>
    public static async Task<IAsyncDisposable> BeginAsync(ControlDb db, CancellationToken cancel)
    {
        if (db.Database.GetDbConnection() is not SqliteConnection sqlite)
        {
            return await db.Database.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancel);
        }

        // SQLite's driver takes the write lock at once unless it is told that nothing will be written.
        await db.Database.OpenConnectionAsync(cancel);
        var deferred = sqlite.BeginTransaction(deferred: true);
        return new Deferred(db, deferred, (await db.Database.UseTransactionAsync(deferred, cancel))!);
    }

    // What is only lent to the context is not ended by it.
    private sealed class Deferred(ControlDb db, SqliteTransaction transaction, IDbContextTransaction lent) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await lent.DisposeAsync();
            await transaction.DisposeAsync();
            await db.Database.CloseConnectionAsync();
        }
    }
}
