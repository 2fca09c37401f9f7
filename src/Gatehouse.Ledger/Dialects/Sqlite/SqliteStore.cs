using System.Data.Common;
using Gatehouse.Policy;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Dialects.Sqlite;

/// <summary>One database file and the one connection of this process to it. Whoever writes begins IMMEDIATE.</summary>
internal sealed class SqliteStore : LedgerStore
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly SqliteConnection _connection;

    private SqliteStore(SqliteConnection connection) => _connection = connection;

    /// <inheritdoc/>
    public override string Pulse => "PRAGMA data_version";

    /// <summary>Opens a database, sets what a connection must have and reads it back, checks it whole, and brings its schema up.</summary>
    /// <param name="path">The file.</param>
    /// <param name="isPowerSafe">Whether each commit reaches the disk itself.</param>
    /// <param name="schema">What it must have.</param>
    /// <param name="mayCreate">Whether it may be made where it is not there.</param>
    /// <param name="mostChecked">Larger files are not read through, which would take minutes; their damage shows where it is met.</param>
    public static (SqliteStore? Store, Fault? Fault) Open(
        string path, bool isPowerSafe, Schema schema, bool mayCreate, long mostChecked = long.MaxValue)
    {
        var name = Path.GetFileName(path);
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = mayCreate ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 1, // Below `busy_timeout`: else the driver waits through that a second time.
        }.ToString());
        try
        {
            connection.Open();
            var isChecked = new FileInfo(path).Length <= mostChecked;
            var fault = Prepare(connection, name, isPowerSafe, isChecked) ?? Migrate(connection, name, schema);
            if (fault is null)
            {
                return (new SqliteStore(connection), null);
            }

            connection.Dispose();
            return (null, fault);
        }
        catch (SqliteException failed)
        {
            connection.Dispose();
            return (null, SqliteFaults.Of(failed, name));
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<(T? Value, Fault? Fault)> WriteAsync<T>(
        Func<DbTransaction, ValueTask<(T? Value, Fault? Fault)>> work, CancellationToken cancel)
        where T : default
    {
        // A call's thread belongs to its socket: nothing on it may block, and SQLite blocks.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await using var transaction = _connection.BeginTransaction(deferred: false);
            var result = await work(transaction).ConfigureAwait(false);
            if (result.Fault is null)
            {
                transaction.Commit();
            }

            return result;
        }
        catch (SqliteException failed)
        {
            return (default, SqliteFaults.Of(failed, Path.GetFileName(_connection.DataSource)));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public override (T? Value, Fault? Fault) Write<T>(Func<DbTransaction, T> work, CancellationToken cancel)
        where T : default
    {
        _gate.Wait(cancel);
        try
        {
            using var transaction = _connection.BeginTransaction(deferred: false);
            var value = work(transaction);
            transaction.Commit();
            return (value, null);
        }
        catch (SqliteException failed)
        {
            return (default, SqliteFaults.Of(failed, Path.GetFileName(_connection.DataSource)));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<(T? Value, Fault? Fault)> ReadAsync<T>(Func<DbTransaction, T> work, CancellationToken cancel)
        where T : default
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            await using var transaction = _connection.BeginTransaction(deferred: true);
            return (work(transaction), null);
        }
        catch (SqliteException failed)
        {
            return (default, SqliteFaults.Of(failed, Path.GetFileName(_connection.DataSource)));
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await _gate.WaitAsync().ConfigureAwait(false);
        await _connection.DisposeAsync().ConfigureAwait(false);
        _gate.Dispose();
    }

    private static Fault? Migrate(SqliteConnection connection, string name, Schema schema)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        var fault = schema.Migrate(transaction, name, static step => step);
        if (fault is null)
        {
            transaction.Commit();
        }

        return fault;
    }

    private static Fault? Prepare(SqliteConnection connection, string name, bool isPowerSafe, bool isChecked)
    {
        // SQLite waits itself and wakes early; the driver's own retry sleeps in long steps.
        Sql.Execute(connection, null, "PRAGMA busy_timeout=4000");
        if (Sql.Text(connection, "PRAGMA journal_mode=WAL") != "wal")
        {
            return new Fault(LedgerFaults.StoreUnavailable, $"the database `{name}` cannot be opened for writing ahead");
        }

        // INVARIANT: the setting is per connection and silently ignored inside a transaction, so it is read back.
        var wanted = isPowerSafe ? "2" : "1";
        Sql.Execute(connection, null, $"PRAGMA synchronous={wanted}");
        if (Sql.Text(connection, "PRAGMA synchronous") != wanted)
        {
            return new Fault(LedgerFaults.StoreUnavailable, $"the database `{name}` does not sync as asked");
        }

        Sql.Execute(connection, null, "PRAGMA secure_delete=ON");
        return !isChecked || Sql.Text(connection, "PRAGMA integrity_check(1)") == "ok" ? null : SqliteFaults.Damaged(name);
    }
}
