using Gatehouse.Policy;

namespace Gatehouse.Ledger.Backups;

/// <summary>The stable words of what can fail with backups.</summary>
public static class BackupFaults
{
    /// <summary>The folder for a backup has something in it already.</summary>
    public static readonly FaultCode TargetNotEmpty = new("target-not-empty");

    /// <summary>The folder is no backup, or not as it was taken, or was taken with other keys.</summary>
    public static readonly FaultCode BackupDamaged = new("backup-damaged");

    /// <summary>The data folder has data that would be replaced.</summary>
    public static readonly FaultCode FolderHasData = new("folder-has-data");

    /// <summary>A file could not be read or written.</summary>
    public static readonly FaultCode CopyFailed = new("copy-failed");

    /// <summary>The mark of a restore cannot be read: nobody knows which limits are closed.</summary>
    public static readonly FaultCode MarkUnreadable = new("restore-mark-unreadable");

    internal static Fault Failed(string what, Exception failed) => new(
        CopyFailed, $"{what}: {failed.Message}", "look at space, owner and mode of the folders");

    internal static Fault Damaged(string why) => new(BackupDamaged, $"the backup cannot be used: {why}", "use another one");
}
