using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using SQLitePCL;

namespace Gatehouse.Control.Storage;

/// <summary>A write that nobody may have to wait for: it is left out where it cannot be made at once.</summary>
internal static class BriefWrite
{
    private const int SqliteWait = 250; // Milliseconds.
    private const int CommandWait = 1; // Seconds.

    /// <summary>Carries it out outside any transaction.</summary>
    /// <returns>False where the database would not take it now; nothing was written then.</returns>
    public static async ValueTask<bool> TryAsync(ControlDb db, Func<Task> write, CancellationToken cancel)
    {
        var isOpen = false;
        try
        {
            await db.Database.OpenConnectionAsync(cancel);
            isOpen = true;
            if (db.Database.GetDbConnection() is SqliteConnection { Handle: { } handle } && !IsFree(handle))
            {
                return false;
            }

            db.Database.SetCommandTimeout(CommandWait);
            await write();
            return true;
        }
        catch (Exception failed) when (StoreFailure.Of(failed) is not null)
        {
            return false;
        }
        finally
        {
            db.Database.SetCommandTimeout(null);
            if (isOpen)
            {
                await db.Database.CloseConnectionAsync();
            }
        }
    }

    // Whole seconds are the shortest that the driver waits for a lock; asked directly, SQLite answers sooner. The connection's
    // own wait is set anew when it is opened again.
    private static bool IsFree(sqlite3 handle) =>
        raw.sqlite3_busy_timeout(handle, SqliteWait) == raw.SQLITE_OK
        && raw.sqlite3_exec(handle, "BEGIN IMMEDIATE") == raw.SQLITE_OK
        && raw.sqlite3_exec(handle, "ROLLBACK") == raw.SQLITE_OK;
}
