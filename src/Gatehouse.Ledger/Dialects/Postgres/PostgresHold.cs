using System.Data.Common;
using System.Security.Cryptography;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy;
using Npgsql;

namespace Gatehouse.Ledger.Dialects.Postgres;

/// <summary>
/// One server process per database. A lock of a session says so to whoever starts; the owner's word in a table, looked at in
/// each transaction that writes, keeps out a process that lost its session and does not know it yet.
/// </summary>
internal sealed class PostgresHold : IDisposable
{
    private const long Session = 0x6761_7465_0001;
    private const long Writer = 0x6761_7465_0002;
    private const long PartWriter = 0x6761_7465_0003;

    private static readonly TimeSpan _beat = TimeSpan.FromSeconds(1);

    private readonly NpgsqlDataSource _source;
    private readonly ManualResetEventSlim _end = new();
    private readonly string _owner = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
    private NpgsqlConnection? _connection;
    private Thread? _keeper;
    private string _schema = "public";
    private volatile bool _isTaken;

    public PostgresHold(NpgsqlDataSource source) => _source = source;

    public void ThrowIfTaken()
    {
        if (_isTaken)
        {
            throw new DatabaseTaken();
        }
    }

    /// <summary>Takes the database.</summary>
    /// <remarks>Faults: <c>database-in-use</c>, <c>store-unavailable</c>.</remarks>
    public Fault? Take()
    {
        try
        {
            if (!TryLock())
            {
                return new Fault(
                    LedgerFaults.DatabaseInUse, "another server process uses the PostgreSQL database",
                    "end that process, or give this one a database of its own");
            }

            Own();
        }
        catch (Exception failed) when (PostgresFaults.IsOurs(failed))
        {
            return PostgresFaults.Of(failed);
        }

        _keeper = BackgroundThread.Start("database hold", Keep);
        return null;
    }

    /// <summary>Waits until no other transaction writes, and sees that the database is still this process's.</summary>
    public void Enter(DbTransaction transaction) => Enter(transaction, Writer, "ledger_owner");

    /// <summary>The same for parts beside the ledger, whose writers wait for each other alone.</summary>
    public void EnterPart(DbTransaction transaction) => Enter(transaction, PartWriter, $"{_schema}.ledger_owner");

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Set();
        _keeper?.Join();
        _connection?.Dispose();
        _end.Dispose();
    }

    private void Enter(DbTransaction transaction, long number, string owner)
    {
        using var command = Sql.Command(
            transaction.Connection!, transaction, $"SELECT pg_advisory_xact_lock({number}); SELECT owner FROM {owner}", []);
        using var reader = command.ExecuteReader();
        reader.NextResult();
        Check(reader.Read() ? reader.GetString(0) : null);
    }

    private void Check(string? owner)
    {
        if (owner != _owner)
        {
            _isTaken = true;
            throw new DatabaseTaken();
        }
    }

    private bool TryLock()
    {
        var connection = _source.OpenConnection();
        if (Sql.Text(connection, $"SELECT pg_try_advisory_lock({Session})") is "True")
        {
            _connection = connection;
            return true;
        }

        connection.Dispose();
        return false;
    }

    private void Own()
    {
        using var transaction = _connection!.BeginTransaction();
        Sql.Execute(transaction, $"SELECT pg_advisory_xact_lock({Writer})");
        Sql.Execute(transaction, PostgresTypes.Translate("CREATE TABLE IF NOT EXISTS ledger_owner (owner TEXT NOT NULL)"));
        Sql.Execute(transaction, "DELETE FROM ledger_owner");
        Sql.Execute(transaction, "INSERT INTO ledger_owner VALUES ($1)", _owner);
        _schema = Sql.Text(transaction, "SELECT quote_ident(current_schema())")!;
        transaction.Commit();
    }

    // The session ends with the database or the network; the lock is then taken again, unless another was faster.
    private void Keep()
    {
        while (!_end.Wait(_beat))
        {
            try
            {
                if (_connection is null && !TryLock())
                {
                    // It may be held by a session of our own that the database has not missed yet: the owner says whose it is.
                    continue;
                }

                if (Sql.Text(_connection!, "SELECT owner FROM ledger_owner") != _owner)
                {
                    _isTaken = true;
                    return;
                }
            }
            catch (Exception failed) when (PostgresFaults.IsOurs(failed))
            {
                _connection?.Dispose();
                _connection = null;
            }
        }
    }
}
