using System.Collections.Immutable;
using Gatehouse.Policy;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Dialects.Sqlite;

/// <summary>The steps from nothing to the schema of today, forward only. Each step and its number are one transaction.</summary>
internal sealed record Schema(ImmutableArray<string> Steps)
{
    /// <summary>What is carried out behind a step, by the step's number from 1, in the same transaction.</summary>
    public ImmutableDictionary<int, Action<SqliteTransaction>> Fill { get; init; } =
        ImmutableDictionary<int, Action<SqliteTransaction>>.Empty;

    public Fault? Migrate(SqliteConnection connection, string name)
    {
        using var transaction = connection.BeginTransaction(deferred: false);
        Sql.Execute(transaction, "CREATE TABLE IF NOT EXISTS ledger_schema (version INTEGER NOT NULL)");
        var version = Sql.Number(transaction, "SELECT max(version) FROM ledger_schema");
        if (version > Steps.Length)
        {
            return new Fault(
                LedgerFaults.StoreTooNew, $"the database `{name}` has schema {version}, this version knows {Steps.Length}",
                "run the version that wrote it, or a newer one");
        }

        for (; version < Steps.Length; version++)
        {
            Sql.Execute(transaction, Steps[(int)version]);
            Fill.GetValueOrDefault((int)version + 1)?.Invoke(transaction);
            Sql.Execute(transaction, "INSERT INTO ledger_schema VALUES ($1)", version + 1);
        }

        transaction.Commit();
        return null;
    }
}
