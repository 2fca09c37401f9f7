using System.Buffers;

namespace Gatehouse.Ledger.Backups;

/// <summary>What of a data folder a backup has. The index is made anew from the journals; keys are kept elsewhere.</summary>
internal static class BackupPlan
{
    public const string State = "state.db";
    public const string Catalogue = "catalogue.db";
    public const string Arguments = "arguments.db";
    public const string Journal = "journal";
    public const string Definitions = "gatehouse.lock";
    public const string Keys = "keys";

    /// <summary>What SQLite keeps beside a database while it is open.</summary>
    public static readonly string[] Beside = ["-wal", "-shm"];

    /// <summary>Of the names of writers and segments.</summary>
    public static readonly SearchValues<char> NameChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-");
}
