using System.Data.Common;
using System.Globalization;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace Gatehouse.Control.Storage.Sqlite;

/// <summary>Sets on every connection what must hold on it, and reads it back: SQLite ignores some settings in silence.</summary>
/// <param name="survivesPowerLoss">Whether each commit reaches the disk itself.</param>
internal sealed class SqliteConnectionRules(bool survivesPowerLoss) : DbConnectionInterceptor
{
    private string Synchronous => survivesPowerLoss ? "2" : "1";

    /// <inheritdoc/>
    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Apply(connection);

    /// <inheritdoc/>
    public override Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        Apply(connection);
        return Task.CompletedTask;
    }

    private void Apply(DbConnection connection)
    {
        // SQLite waits itself and wakes early; the driver's own retry sleeps in long steps.
        Run(connection, "PRAGMA busy_timeout=4000");
        Expect(connection, "PRAGMA journal_mode=WAL", "wal");
        Run(connection, $"PRAGMA synchronous={Synchronous}");
        Expect(connection, "PRAGMA synchronous", Synchronous);
        Expect(connection, "PRAGMA foreign_keys", "1");
        Run(connection, "PRAGMA secure_delete=ON");
    }

    private static void Expect(DbConnection connection, string pragma, string wanted)
    {
        if (Run(connection, pragma) is var found && found != wanted)
        {
            throw new InvalidOperationException($"`{pragma}` is {found}, {wanted} is needed");
        }
    }

    private static string? Run(DbConnection connection, string pragma)
    {
        using var command = connection.CreateCommand();
        command.CommandText = pragma;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
