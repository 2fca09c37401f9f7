using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Dialects;

/// <summary>The steps from nothing to the schema of today, forward only: all of them that are missing, or none.</summary>
/// <remarks>Written as SQLite reads them; <see cref="Postgres.PostgresTypes"/> says what PostgreSQL reads instead.</remarks>
internal sealed record Schema(ImmutableArray<string> Steps)
{
    /// <summary>What is carried out behind a step, by the step's number from 1, in the same transaction.</summary>
    public ImmutableDictionary<int, Action<DbTransaction>> Fill { get; init; } =
        ImmutableDictionary<int, Action<DbTransaction>>.Empty;

    /// <summary>Brings a database up inside the transaction, which the caller commits where there is no fault.</summary>
    /// <param name="transaction">Begun to write.</param>
    /// <param name="name">What the database is called in messages.</param>
    /// <param name="dialect">A step as this database reads it.</param>
    public Fault? Migrate(DbTransaction transaction, string name, Func<string, string> dialect)
    {
        Sql.Execute(transaction, dialect("CREATE TABLE IF NOT EXISTS ledger_schema (version INTEGER NOT NULL)"));
        var version = Sql.Number(transaction, "SELECT max(version) FROM ledger_schema");
        if (version > Steps.Length)
        {
            return new Fault(
                LedgerFaults.StoreTooNew, $"the database `{name}` has schema {version}, this version knows {Steps.Length}",
                "run the version that wrote it, or a newer one");
        }

        for (; version < Steps.Length; version++)
        {
            Sql.Execute(transaction, dialect(Steps[(int)version]));
            Fill.GetValueOrDefault((int)version + 1)?.Invoke(transaction);
            Sql.Execute(transaction, "INSERT INTO ledger_schema VALUES ($1)", version + 1);
        }

        return null;
    }
}
