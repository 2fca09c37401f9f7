using Gatehouse.Policy;

namespace Gatehouse.Ledger;

/// <summary>The stable words of what can fail in the ledger.</summary>
public static class LedgerFaults
{
    /// <summary>The intent could not be written in time, or at all: the call must not be made.</summary>
    public static readonly FaultCode RecordUnavailable = new("record-unavailable");

    /// <summary>The journal on disk is not the one that was written: a row is missing, edited, or older than a checkpoint.</summary>
    public static readonly FaultCode JournalDamaged = new("journal-damaged");

    /// <summary>Another process holds the folder or the database.</summary>
    public static readonly FaultCode FolderInUse = new("folder-in-use");

    /// <summary>The data folder cannot be used: not there, not writable, or open to other users.</summary>
    public static readonly FaultCode FolderUnusable = new("folder-unusable");

    /// <summary>A database is damaged.</summary>
    public static readonly FaultCode StoreDamaged = new("store-damaged");

    /// <summary>A database that existed is gone; nothing is created in its place.</summary>
    public static readonly FaultCode StoreMissing = new("store-missing");

    /// <summary>A database was written by a newer version.</summary>
    public static readonly FaultCode StoreTooNew = new("store-too-new");

    /// <summary>A database did not answer in time.</summary>
    public static readonly FaultCode StoreUnavailable = new("store-unavailable");

    /// <summary>Another server process uses the database.</summary>
    public static readonly FaultCode DatabaseInUse = new("database-in-use");

    /// <summary>The connection string of the database cannot be used.</summary>
    public static readonly FaultCode DatabaseInvalid = new("database-invalid");

    /// <summary>The database was made together with another data folder.</summary>
    public static readonly FaultCode DatabaseOfAnotherFolder = new("database-of-another-folder");

    /// <summary>The state of the data folder is in a database outside it, or is asked for there and is in the folder.</summary>
    public static readonly FaultCode StoreElsewhere = new("store-elsewhere");

    /// <summary>Too many requests of one grant wait already.</summary>
    public static readonly FaultCode TooManyApprovals = new("too-many-approvals");

    /// <summary>There is no such request.</summary>
    public static readonly FaultCode ApprovalUnknown = new("approval-unknown");

    /// <summary>The request is no longer open.</summary>
    public static readonly FaultCode ApprovalSettled = new("approval-settled");

    /// <summary>Stored ciphertext does not open: another key, or it was moved or changed.</summary>
    public static readonly FaultCode SealBroken = new("seal-broken");

    internal static Fault Unavailable(string why) => new(
        RecordUnavailable, $"the journal cannot be written: {why}", "free space on the disk of the data folder");
}
