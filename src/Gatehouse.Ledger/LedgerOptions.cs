using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Journal;

namespace Gatehouse.Ledger;

/// <summary>Which ledger to open, and how.</summary>
public sealed record LedgerOptions
{
    /// <summary>The data folder.</summary>
    public required DataFolder Folder { get; init; }

    /// <summary>How this process uses the folder: the same as the folder was opened with.</summary>
    public required FolderUse Use { get; init; }

    /// <summary>Name of this process's journal: <c>serve</c>, <c>run</c>, <c>cli</c>.</summary>
    public required string Writer { get; init; }

    /// <summary>The installation's keys.</summary>
    public required KeyRing Keys { get; init; }

    /// <summary>The database that holds state and index; null for files in the folder. It was taken, and lives longer than the ledger.</summary>
    public LedgerDatabase? Database { get; init; }

    /// <summary>What a recorded intent survives.</summary>
    /// <value>Default: a kill of the process.</value>
    public Durability Durability { get; init; } = Durability.Process;

    /// <summary>Whether this process writes a journal. One that only looks does not.</summary>
    /// <value>Default: true.</value>
    public bool Writes { get; init; } = true;

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}
