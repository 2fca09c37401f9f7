using System.Data;
using System.Data.Common;
using Gatehouse.Policy;
using Npgsql;

namespace Gatehouse.Ledger.Dialects.Postgres;

/// <summary>One schema of a PostgreSQL database. Each transaction has a connection of the pool; one that broke is replaced.</summary>
/// <param name="source">The database and the schema.</param>
/// <param name="enter">What a transaction begins with that writes: it waits there until no other one does.</param>
internal sealed class PostgresStore(NpgsqlDataSource source, Action<DbTransaction> enter) : LedgerStore
{
    private readonly SemaphoreSlim _gate = new(1);
    private bool _isEnded;

    /// <inheritdoc/>
    public override string Pulse => "SELECT pg_current_snapshot()::text";

    /// <summary>Brings the schema up.</summary>
    public Fault? Migrate(Schema schema, string name)
    {
        try
        {
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            enter(transaction);
            var fault = schema.Migrate(transaction, name, PostgresTypes.Translate);
            if (fault is null)
            {
                transaction.Commit();
            }

            return fault;
        }
        catch (Exception failed) when (PostgresFaults.IsOurs(failed))
        {
            return PostgresFaults.Of(failed);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<(T? Value, Fault? Fault)> WriteAsync<T>(
        Func<DbTransaction, ValueTask<(T? Value, Fault? Fault)>> work, CancellationToken cancel)
        where T : default
    {
        // A call's thread belongs to its socket: nothing on it may block, and this does.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        await _gate.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            enter(transaction);
            var result = await work(transaction).ConfigureAwait(false);
            if (result.Fault is null)
            {
                transaction.Commit();
            }

            return result;
        }
        catch (Exception failed) when (PostgresFaults.IsOurs(failed))
        {
            return (default, PostgresFaults.Of(failed));
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
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction();
            enter(transaction);
            var value = work(transaction);
            transaction.Commit();
            return (value, null);
        }
        catch (Exception failed) when (PostgresFaults.IsOurs(failed))
        {
            return (default, PostgresFaults.Of(failed));
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
        cancel.ThrowIfCancellationRequested();
        try
        {
            using var connection = source.OpenConnection();
            using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
            return (work(transaction), null);
        }
        catch (Exception failed) when (PostgresFaults.IsOurs(failed))
        {
            return (default, PostgresFaults.Of(failed));
        }
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        // Who reads and who writes may be the same, and both let go of it.
        if (!Interlocked.Exchange(ref _isEnded, true))
        {
            await _gate.WaitAsync().ConfigureAwait(false);
            _gate.Dispose();
        }
    }
}
