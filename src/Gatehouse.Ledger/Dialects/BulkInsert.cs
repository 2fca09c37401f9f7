using System.Data.Common;
using Gatehouse.Ledger.Dialects.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Dialects;

/// <summary>One INSERT run for many rows; its values are bound by position, for <c>?</c> after <c>?</c>.</summary>
internal abstract class BulkInsert : IDisposable
{
    public static BulkInsert Begin(DbTransaction transaction, string insert) => transaction is SqliteTransaction sqlite
        ? new SqliteInsert(sqlite.Connection!, insert)
        : new BatchInsert(transaction, insert);

    public abstract BulkInsert Add(string? text);

    public abstract BulkInsert Add(long? number);

    public abstract BulkInsert Add(ReadOnlySpan<byte> bytes);

    /// <summary>Inserts the row, at the latest with <see cref="Complete"/>, and begins the next one.</summary>
    public abstract void Run();

    /// <summary>Every row is in the table. Without it some may not be.</summary>
    public virtual void Complete()
    {
    }

    public abstract void Dispose();
}
