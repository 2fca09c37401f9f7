using System.Data.Common;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Dialects;

/// <summary>One database of the ledger. Whoever writes is alone from the beginning of its transaction to the end.</summary>
internal abstract class LedgerStore : ILedgerReads
{
    /// <summary>A query for one text or number that differs once somebody else has committed something.</summary>
    public abstract string Pulse { get; }

    /// <summary>Runs one transaction that writes. A fault rolls it back. Runs on the pool, never on a socket's thread.</summary>
    public abstract ValueTask<(T? Value, Fault? Fault)> WriteAsync<T>(
        Func<DbTransaction, ValueTask<(T? Value, Fault? Fault)>> work, CancellationToken cancel);

    /// <summary>Runs one transaction that writes, on this thread, which may wait and be slow.</summary>
    public abstract (T? Value, Fault? Fault) Write<T>(Func<DbTransaction, T> work, CancellationToken cancel);

    /// <inheritdoc/>
    public abstract ValueTask<(T? Value, Fault? Fault)> ReadAsync<T>(Func<DbTransaction, T> work, CancellationToken cancel);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}

/// <summary>Reads a database of the ledger.</summary>
internal interface ILedgerReads : IAsyncDisposable
{
    /// <summary>Runs one transaction that only reads; it sees one state of the database. Runs on the pool.</summary>
    ValueTask<(T? Value, Fault? Fault)> ReadAsync<T>(Func<DbTransaction, T> work, CancellationToken cancel);
}
