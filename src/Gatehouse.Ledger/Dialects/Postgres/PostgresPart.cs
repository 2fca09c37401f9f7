using System.Data;
using System.Data.Common;
using Npgsql;

namespace Gatehouse.Ledger.Dialects.Postgres;

/// <summary>A schema of its own in the database, for what can be made again: who writes there for long holds up nobody elsewhere.</summary>
public sealed class PostgresPart : IAsyncDisposable
{
    private readonly string _schema;
    private readonly NpgsqlDataSource _state;
    private readonly PostgresHold _hold;
    private readonly NpgsqlDataSource _reading;
    private readonly NpgsqlDataSource _writing;

    internal PostgresPart(string text, string schema, NpgsqlDataSource state, PostgresHold hold)
    {
        (_schema, _state, _hold) = (schema, state, hold);
        _reading = PostgresConnection.Source(text, connection => PostgresConnection.Part(connection, schema, isForWriting: false));
        _writing = PostgresConnection.Source(text, connection => PostgresConnection.Part(connection, schema, isForWriting: true));
    }

    /// <summary>A step of a schema, written with SQLite's types, as PostgreSQL reads it.</summary>
    public static string Translate(string step) => PostgresTypes.Translate(step);

    /// <summary>Makes the schema where it is not there yet.</summary>
    /// <exception cref="DbException">The database did not answer, or does not allow it.</exception>
    public void Create()
    {
        using var connection = _state.OpenConnection();
        Sql.Execute(connection, null, $"CREATE SCHEMA IF NOT EXISTS {_schema}");
    }

    /// <summary>A connection of a pool: disposing gives it back, and one that broke is replaced.</summary>
    /// <exception cref="DbException">The database did not answer, or another process has it.</exception>
    public DbConnection Open(bool isForWriting)
    {
        _hold.ThrowIfTaken();
        return (isForWriting ? _writing : _reading).OpenConnection();
    }

    /// <summary>Begins a transaction. One that reads sees one moment; one that writes waits here for others that write to a part.</summary>
    /// <exception cref="DbException">The database did not answer, or another process has it.</exception>
    public DbTransaction Begin(DbConnection connection, bool isForWriting)
    {
        if (!isForWriting)
        {
            return connection.BeginTransaction(IsolationLevel.RepeatableRead);
        }

        var transaction = connection.BeginTransaction();
        try
        {
            _hold.EnterPart(transaction);
            return transaction;
        }
        catch (DbException)
        {
            transaction.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _reading.DisposeAsync().ConfigureAwait(false);
        await _writing.DisposeAsync().ConfigureAwait(false);
    }
}
