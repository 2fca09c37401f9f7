using Gatehouse.Control.Faults;
using Gatehouse.Policy;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Storage;

/// <summary>Brings the control plane's tables up to this version when the server starts.</summary>
internal static class ControlMigration
{
    /// <remarks>Faults: <c>store-too-new</c>, <c>store-unavailable</c>.</remarks>
    public static async Task<Fault?> ApplyAsync(IServiceProvider services, CancellationToken cancel)
    {
        await using var scope = services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
        try
        {
            // A database of a newer version has migrations that this one does not know: its tables are not ours to write.
            var known = db.Database.GetMigrations().ToHashSet(StringComparer.Ordinal);
            var applied = (await db.Database.GetAppliedMigrationsAsync(cancel)).ToList();
            if (applied.FirstOrDefault(name => !known.Contains(name)) is { } newer)
            {
                return new Fault(
                    Ledger.LedgerFaults.StoreTooNew, $"the database has the change `{newer}`, which this version does not know",
                    "run the version that wrote it, or a newer one");
            }

            if (!known.SetEquals(applied))
            {
                await ForgetLockAsync(db, cancel);
                await db.Database.MigrateAsync(cancel);
            }

            return null;
        }
        catch (Exception unknown) when (StoreFailure.Of(unknown) is { } failed)
        {
            // SECURITY: messages of databases quote values; the number or the state is enough.
            var code = failed is SqliteException sqlite ? $"SQLite error {sqlite.SqliteErrorCode}" : failed.SqlState ?? failed.GetType().Name;
            return new Fault(ControlFaults.StoreUnavailable, $"the database did not answer ({code})");
        }
    }

    // A process that was killed while it migrated leaves its lock as a row in SQLite, for which the next one would wait for ever.
    // The data folder is this process's alone, so whoever took it is gone. PostgreSQL's lock ends with its connection.
    private static async Task ForgetLockAsync(ControlDb db, CancellationToken cancel)
    {
        if (db is Sqlite.SqliteControlDb
            && await db.Database.SqlQueryRaw<int>(
                "SELECT COUNT(*) AS Value FROM sqlite_master WHERE type = 'table' AND name = '__EFMigrationsLock'").SingleAsync(cancel) > 0)
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM \"__EFMigrationsLock\"", cancel);
        }
    }
}
