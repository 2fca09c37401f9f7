using System.Data.Common;
using Gatehouse.Ledger.Migrations;
using Gatehouse.Policy;
using Npgsql;

namespace Gatehouse.Ledger.Dialects.Postgres;

/// <summary>One PostgreSQL database for state and index. The journals, which are the record, stay in the data folder.</summary>
public sealed class PostgresDatabase : LedgerDatabase
{
    /// <summary>The schema of the index; the state is in the first schema of the search path.</summary>
    internal const string RecordsSchemaName = "gatehouse_records";

    /// <summary>The schema of stored arguments.</summary>
    internal const string ArgumentsSchemaName = "gatehouse_arguments";

    private readonly string _text;
    private readonly PostgresHold _hold;
    private readonly List<PostgresPart> _parts = [];
    private NpgsqlDataSource? _records;
    private NpgsqlDataSource? _arguments;

    private PostgresDatabase(string text)
    {
        _text = text;
        Source = PostgresConnection.Source(text, PostgresConnection.State);
        Reading = PostgresConnection.Source(text, PostgresConnection.Reading);
        _hold = new PostgresHold(Source);
    }

    /// <summary>Connections to the state, with everything set that holds on each of them.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>Connections to the state on which the database refuses every change.</summary>
    public NpgsqlDataSource Reading { get; }

    /// <summary>Once another server process has the database, nothing of this one may use it any more.</summary>
    /// <exception cref="DbException">Another one has it.</exception>
    public void ThrowIfTaken() => _hold.ThrowIfTaken();

    /// <summary>Reads a connection string; nothing is connected yet.</summary>
    /// <remarks>Fault: <c>database-invalid</c>, which never holds the text: there may be a password in it.</remarks>
    public static (PostgresDatabase? Database, Fault? Fault) Read(string text) =>
        PostgresConnection.Read(text) is var read && read.Text is { } sound ? (new PostgresDatabase(sound), null) : (null, read.Fault);

    /// <summary>Whether there is a password in a connection string. One that cannot be read has none.</summary>
    public static bool HasPassword(string text) => PostgresConnection.Read(text).HasPassword;

    /// <summary>Waits until nobody else writes, inside a transaction that is to write, and sees that the database is still ours.</summary>
    /// <exception cref="DbException">Another process has it, or it did not answer.</exception>
    public void Enter(DbTransaction transaction) => _hold.Enter(transaction);

    /// <summary>A schema of its own beside the ledger's. It goes with the database.</summary>
    /// <param name="schema">Its name: plain letters and low lines.</param>
    public PostgresPart Part(string schema)
    {
        var part = new PostgresPart(_text, schema, Source, _hold);
        _parts.Add(part);
        return part;
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        _hold.Dispose();
        foreach (var part in _parts)
        {
            await part.DisposeAsync().ConfigureAwait(false);
        }

        foreach (var beside in new[] { _records, _arguments }.OfType<NpgsqlDataSource>())
        {
            await beside.DisposeAsync().ConfigureAwait(false);
        }

        await Reading.DisposeAsync().ConfigureAwait(false);
        await Source.DisposeAsync().ConfigureAwait(false);
    }

    internal override (bool HasState, Fault? Fault) Take()
    {
        if (_hold.Take() is { } fault)
        {
            return (false, fault);
        }

        try
        {
            using var connection = Source.OpenConnection();
            return (Sql.Text(connection, "SELECT to_regclass('ledger_clock') IS NOT NULL") == "True", null);
        }
        catch (Exception failed) when (PostgresFaults.IsOurs(failed))
        {
            return (false, PostgresFaults.Of(failed));
        }
    }

    internal override (LedgerStore? Store, Fault? Fault) OpenState(DataFolder folder)
    {
        var store = new PostgresStore(Source, Enter);
        var fault = store.Migrate(StateSchema.Current, "PostgreSQL") ?? PostgresHome.Check(store, folder);
        return fault is null ? (store, null) : (null, fault);
    }

    internal override (LedgerStore? Store, Fault? Fault) OpenRecords() =>
        OpenBeside(RecordsSchemaName, RecordsSchema.Current, ref _records);

    internal override (LedgerStore? Store, Fault? Fault) OpenArguments() =>
        OpenBeside(ArgumentsSchemaName, ArgumentsSchema.Current, ref _arguments);

    private (LedgerStore? Store, Fault? Fault) OpenBeside(string name, Schema schema, ref NpgsqlDataSource? source)
    {
        try
        {
            using var connection = Source.OpenConnection();
            Sql.Execute(connection, null, $"CREATE SCHEMA IF NOT EXISTS {name}");
        }
        catch (Exception failed) when (PostgresFaults.IsOurs(failed))
        {
            return (null, PostgresFaults.Of(failed));
        }

        // One process and one writer in it: nobody to wait for.
        source ??= PostgresConnection.Source(_text, connection => PostgresConnection.Beside(connection, name));
        var store = new PostgresStore(source, static _ => { });
        var fault = store.Migrate(schema, "PostgreSQL");
        return fault is null ? (store, null) : (null, fault);
    }
}
