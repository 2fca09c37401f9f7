using Gatehouse.Ledger.Dialects;
using Gatehouse.Policy;

namespace Gatehouse.Ledger;

/// <summary>A database outside the data folder that holds the state and the index, in place of the two files.</summary>
public abstract class LedgerDatabase : IAsyncDisposable
{
    /// <summary>Takes the database for this process alone. ORDER: before anything of the data folder is made.</summary>
    /// <returns>Whether it has state already, or why it cannot be used.</returns>
    internal abstract (bool HasState, Fault? Fault) Take();

    /// <summary>Opens what must not be lost, and brings it up to this version.</summary>
    internal abstract (LedgerStore? Store, Fault? Fault) OpenState(DataFolder folder);

    /// <summary>Opens the index.</summary>
    internal abstract (LedgerStore? Store, Fault? Fault) OpenRecords();

    /// <summary>Opens the store of arguments, and makes it where it is not there.</summary>
    internal abstract (LedgerStore? Store, Fault? Fault) OpenArguments();

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
