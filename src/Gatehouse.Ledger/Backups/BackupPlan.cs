using System.Buffers;

namespace Gatehouse.Ledger.Backups;

/// <summary>What of a data folder a backup has, and what of it is made anew. There is nothing else in one that we know of.</summary>
internal static class BackupPlan
{
    public const string State = "state.db";
    public const string Catalogue = "catalogue.db";
    public const string Arguments = "arguments.db";
    public const string Journal = "journal";

    /// <summary>Signed checkpoints of a server's audit, whose rows are in the state.</summary>
    public const string Audit = "audit";

    /// <summary>How far a server's records have been told to a collector.</summary>
    public const string Told = "records-to.json";

    public const string Definitions = "gatehouse.lock";
    public const string Keys = "keys";

    /// <summary>What SQLite keeps beside a database while it is open.</summary>
    public static readonly string[] Beside = ["-wal", "-shm"];

    /// <summary>Of the names of writers and segments.</summary>
    public static readonly SearchValues<char> NameChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");

    private static readonly string[] _copied = [State, Catalogue, Arguments, Journal, Audit, Told, Definitions, RestoreMark.FileName];

    // The index is made from the journals, a marker by a restore; the rest is of running processes, or of restores that were.
    private static readonly string[] _anew =
    [
        "records.db", "records.db.damaged", "state.created", "lock", "pid", "starting", "gatehouse.lock.guard", "gatehouse.lock.new", Told + ".new",
        "restoring",
    ];

    private const string Earlier = "before-restore-";

    /// <summary>What becomes of a file or folder of a data folder.</summary>
    /// <param name="name">Its name in the folder.</param>
    public static FileFate FateOf(string name) =>
        _copied.Contains(name, StringComparer.Ordinal) ? FileFate.Copied
        : name == Keys ? FileFate.Apart
        : _anew.Contains(name, StringComparer.Ordinal) || name.StartsWith(Earlier, StringComparison.Ordinal)
            || Beside.Any(end => name.EndsWith(end, StringComparison.Ordinal) && name[..^end.Length] is State or Catalogue or Arguments or "records.db")
            ? FileFate.MadeAnew
        : FileFate.Unknown;
}

/// <summary>What a backup does with a part of a data folder.</summary>
internal enum FileFate : byte
{
    /// <summary>Nobody has said: it is not copied, and that is told.</summary>
    Unknown = 0,

    /// <summary>It is made again from the rest, or is of running processes.</summary>
    MadeAnew,

    /// <summary>It is kept apart from the rest.</summary>
    Apart,

    /// <summary>It is copied.</summary>
    Copied,
}
