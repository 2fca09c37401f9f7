using System.Collections.Concurrent;
using System.Data.Common;
using Gatehouse.Policy;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Dialects.Sqlite;

/// <summary>Connections that only read a database which another connection of the process writes: neither waits for the other.</summary>
internal sealed class SqliteReaders(string path) : ILedgerReads
{
    private const int Most = 4;

    private readonly SemaphoreSlim _free = new(Most);
    private readonly ConcurrentBag<SqliteConnection> _idle = [];

    /// <inheritdoc/>
    public async ValueTask<(T? Value, Fault? Fault)> ReadAsync<T>(Func<DbTransaction, T> work, CancellationToken cancel)
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _free.WaitAsync(cancel).ConfigureAwait(false);
        SqliteConnection? connection = null;
        try
        {
            connection = _idle.TryTake(out var idle) ? idle : Open();
            T value;
            await using (var transaction = connection.BeginTransaction(deferred: true))
            {
                value = work(transaction);
            }

            _idle.Add(connection);
            return (value, null);
        }
        catch (SqliteException failed)
        {
            // One that failed may be in any state: another is opened next time.
            connection?.Dispose();
            return (default, SqliteFaults.Of(failed, Path.GetFileName(path)));
        }
        finally
        {
            _free.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < Most; i++)
        {
            await _free.WaitAsync().ConfigureAwait(false);
        }

        foreach (var connection in _idle)
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }

        _free.Dispose();
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 1, // Below `busy_timeout`: else the driver waits through that a second time.
        }.ToString());
        try
        {
            connection.Open();
            Sql.Execute(connection, null, "PRAGMA busy_timeout=4000; PRAGMA query_only=ON; PRAGMA cache_size=-16384");
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }
}
