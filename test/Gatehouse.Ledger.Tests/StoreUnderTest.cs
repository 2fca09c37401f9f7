using System.Data.Common;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Dialects.Postgres;
using Gatehouse.Ledger.Dialects.Sqlite;
using Gatehouse.Postgres;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace Gatehouse.Ledger.Tests;

/// <summary>One database, in SQLite or, in a test class whose name begins with <c>Postgres</c>, in PostgreSQL.</summary>
internal sealed class StoreUnderTest : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string? _text;
    private readonly NpgsqlDataSource? _source;
    private readonly List<LedgerStore> _open = [];
    private readonly long _lock = Random.Shared.NextInt64();

    /// <param name="isWhole">Whether all of the database is to be the test's own.</param>
    public StoreUnderTest(bool isWhole = false)
    {
        if (IsPostgres)
        {
            _text = isWhole ? PostgresServer.OfThisRun.CreateDatabase() : PostgresServer.OfThisRun.CreateSchema();
            _source = PostgresConnection.Source(_text, PostgresConnection.State);
        }
    }

    /// <summary>Whether this test is to be on PostgreSQL.</summary>
    public static bool IsPostgres =>
        TestContext.Current.TestClass!.TestClassSimpleName.StartsWith("Postgres", StringComparison.Ordinal);

    public string Folder => _folder.Path;

    /// <summary>The file where it is SQLite, and only its folder exists otherwise.</summary>
    public string File => _folder.At("state.db");

    /// <summary>Opens the database, once more each time, as another process would.</summary>
    public LedgerStore Open(Schema schema)
    {
        if (_source is null)
        {
            var (store, fault) = SqliteStore.Open(File, isPowerSafe: false, schema, mayCreate: true);
            Assert.Null(fault);
            _open.Add(store!);
            return store!;
        }

        var opened = new PostgresStore(_source, transaction => Sql.Execute(transaction, "SELECT pg_advisory_xact_lock($1)", _lock));
        Assert.Null(opened.Migrate(schema, "test"));
        _open.Add(opened);
        return opened;
    }

    /// <summary>The database as a server's setting names it.</summary>
    public PostgresDatabase AsDatabase() => PostgresDatabase.Read(_text!).Database!;

    /// <summary>A connection as somebody else has it.</summary>
    public DbConnection Connect()
    {
        DbConnection connection = _text is null
            ? new SqliteConnection($"Data Source={File};Pooling=False")
            : new NpgsqlConnection(_text + ";Pooling=false");
        connection.Open();
        return connection;
    }

    /// <summary>A transaction that writes, as somebody else begins it.</summary>
    public static DbTransaction Begin(DbConnection connection) =>
        connection is SqliteConnection sqlite ? sqlite.BeginTransaction(deferred: false) : connection.BeginTransaction();

    /// <summary>Runs a statement as somebody else.</summary>
    public async Task RunAsync(string statement)
    {
        await using var connection = Connect();
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var store in _open)
        {
            await store.DisposeAsync();
        }

        if (_source is not null)
        {
            await _source.DisposeAsync();
        }

        _folder.Dispose();
    }
}
