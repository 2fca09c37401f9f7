using System.Collections.Immutable;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Dialects.Sqlite;
using Gatehouse.Ledger.Journal;
using Gatehouse.Policy;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Backups;

/// <summary>Copies a data folder beside whoever runs on it: each part by itself consistent, and in an order that keeps them so together.</summary>
public static class FolderBackup
{
    /// <summary>Takes a backup.</summary>
    /// <param name="folder">The data folder.</param>
    /// <param name="keys">Its keys: they seal the manifest and check the journal.</param>
    /// <param name="target">Where to: a new or empty folder.</param>
    /// <param name="keysTarget">Where the keys go, apart from the rest; null leaves them out.</param>
    /// <param name="time">The clock.</param>
    /// <remarks>Faults: <c>target-not-empty</c>, <c>store-missing</c>, <c>store-damaged</c>, <c>store-unavailable</c>,
    /// <c>copy-failed</c>.</remarks>
    public static (BackupSummary? Summary, Fault? Fault) Run(
        DataFolder folder, KeyRing keys, string target, string? keysTarget, TimeProvider time)
    {
        try
        {
            if ((DataFolder.StateIsNotIn(folder.Path) ?? Prepare(target) ?? (keysTarget is null ? null : Prepare(keysTarget))) is { } fault)
            {
                return (null, fault);
            }

            // ORDER: how far a collector was told before the rows, so that none is left out; the database before the journal:
            // an approval that is claimed in it has its intent there.
            var taken = time.GetUtcNow();
            CopyIfThere(folder.Path, target, BackupPlan.Told);
            CopyIfThere(folder.Path, target, RestoreMark.FileName);
            if ((CopyState(folder, target) ?? CopyCatalogue(folder, target) ?? CopyArguments(folder, target)) is { } unreadable)
            {
                return (null, unreadable);
            }

            var verdict = CopyJournal(folder.Journal, Path.Combine(target, BackupPlan.Journal), keys);
            CopyIfThere(folder.Path, target, BackupPlan.Definitions);
            if (keysTarget is not null)
            {
                CopyKeys(folder.Keys, keysTarget);
            }

            return (Seal(target, taken, keys, verdict, Strangers(folder.Path)), null);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return (null, BackupFaults.Failed("the backup could not be taken", failed));
        }
    }

    private static Fault? Prepare(string target)
    {
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
        {
            return new Fault(BackupFaults.TargetNotEmpty, $"`{target}` has something in it", "name a new folder for each backup");
        }

        PrivateFolder.Make(target);
        return null;
    }

    // ORDER: the audit's checkpoints before its rows: each names a row that is there already. Rows that are pruned meanwhile have
    // their checkpoint in the file of afterwards, so the two are copied until nothing was signed between.
    private static Fault? CopyState(DataFolder folder, string target)
    {
        var (from, to) = (Path.Combine(folder.Path, BackupPlan.Audit, CheckpointFile.FileName), Path.Combine(target, BackupPlan.Audit, CheckpointFile.FileName));
        var state = Path.Combine(target, BackupPlan.State);
        for (var attempt = 1; ; attempt++)
        {
            File.Delete(state);
            var isSigned = File.Exists(from);
            if (isSigned)
            {
                PrivateFolder.Make(Path.GetDirectoryName(to)!);
                File.Delete(to);
                FileCopy.Lines(from, to);
            }

            if (CopyDatabase(folder.State, state) is { } unreadable)
            {
                return unreadable;
            }

            if (attempt == 3 || (isSigned ? new FileInfo(from).Length == new FileInfo(to).Length : !File.Exists(from)))
            {
                return null;
            }
        }
    }

    private static void CopyIfThere(string folder, string target, string name)
    {
        if (File.Exists(Path.Combine(folder, name)))
        {
            FileCopy.Whole(Path.Combine(folder, name), Path.Combine(target, name));
        }
    }

    private static ImmutableArray<string> Strangers(string folder) =>
    [
        .. Directory.EnumerateFileSystemEntries(folder).Select(static path => Path.GetFileName(path))
            .Where(static name => BackupPlan.FateOf(name) == FileFate.Unknown).Order(StringComparer.Ordinal),
    ];

    // SQLite's own way to copy a database that others write to: one moment of it, and nobody waits.
    private static Fault? CopyDatabase(string from, string to)
    {
        var name = Path.GetFileName(from);
        if (!File.Exists(from))
        {
            return new Fault(LedgerFaults.StoreMissing, $"the database `{name}` is missing", "restore it from a backup");
        }

        FileCopy.Create(to).Dispose();
        try
        {
            using (var source = Open(from))
            using (var copy = Open(to))
            {
                source.BackupDatabase(copy);

                // One file, complete in itself: nothing is left in a file beside it.
                Sql.Text(copy, "PRAGMA journal_mode=DELETE");
                if (Sql.Text(copy, "PRAGMA integrity_check(1)") != "ok")
                {
                    return SqliteFaults.Damaged(name);
                }
            }

            using var file = new FileStream(to, FileMode.Open, FileAccess.ReadWrite);
            file.Flush(flushToDisk: true);
            return null;
        }
        catch (SqliteException failed)
        {
            return SqliteFaults.Of(failed, name);
        }
    }

    // Only a server has one. It can be imported again, but not what people wrote to its operator.
    private static Fault? CopyCatalogue(DataFolder folder, string target) =>
        File.Exists(folder.Catalogue) ? CopyDatabase(folder.Catalogue, Path.Combine(target, BackupPlan.Catalogue)) : null;

    // They are encrypted, and there only where a server's setting says so.
    private static Fault? CopyArguments(DataFolder folder, string target) =>
        File.Exists(folder.Arguments) ? CopyDatabase(folder.Arguments, Path.Combine(target, BackupPlan.Arguments)) : null;

    private static SqliteConnection Open(string path)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false, DefaultTimeout = 30,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static JournalVerdict CopyJournal(string from, string to, KeyRing keys)
    {
        // Old segments may be pruned while they are copied: then the copy is made once more.
        for (var attempt = 1; ; attempt++)
        {
            if (Directory.Exists(to))
            {
                Directory.Delete(to, recursive: true);
            }

            try
            {
                CopyRows(from, to);
            }
            catch (FileNotFoundException) when (attempt < 3)
            {
                continue;
            }

            var verdict = JournalVerify.Run(to, keys);
            if (verdict.IsSound || attempt == 3)
            {
                return verdict;
            }
        }
    }

    private static void CopyRows(string from, string to)
    {
        PrivateFolder.Make(to);
        if (!Directory.Exists(from))
        {
            return;
        }

        // ORDER: checkpoints first. Each names a row that is there already; rows only grow.
        var checkpoints = Path.Combine(from, CheckpointFile.FileName);
        if (File.Exists(checkpoints))
        {
            FileCopy.Lines(checkpoints, Path.Combine(to, CheckpointFile.FileName));
        }

        foreach (var writer in Directory.EnumerateDirectories(from))
        {
            var copy = Path.Combine(to, Path.GetFileName(writer));
            PrivateFolder.Make(copy);
            foreach (var segment in Segments.In(writer))
            {
                FileCopy.Lines(segment, Path.Combine(copy, Path.GetFileName(segment)));
            }
        }
    }

    private static void CopyKeys(string from, string to)
    {
        foreach (var key in Directory.EnumerateFiles(from, "*.key"))
        {
            FileCopy.Whole(key, Path.Combine(to, Path.GetFileName(key)));
        }

        FolderSync.Flush(to);
    }

    // The manifest last: a backup that was interrupted is none.
    private static BackupSummary Seal(string target, DateTimeOffset taken, KeyRing keys, JournalVerdict verdict, ImmutableArray<string> strangers)
    {
        var files = Directory.EnumerateFiles(target, "*", SearchOption.AllDirectories)
            .Select(path => (Path: path, Name: Path.GetRelativePath(target, path).Replace('\\', '/')))
            .OrderBy(file => file.Name, StringComparer.Ordinal)
            .Select(file => FileCopy.Digest(file.Path) is var (length, hash) ? new BackupFile(file.Name, length, hash) : null!)
            .ToArray();
        var manifest = BackupManifest.Of(taken, files, keys);
        using (var file = FileCopy.Create(Path.Combine(target, BackupManifest.FileName)))
        {
            file.Write(manifest.ToJson());
            file.Flush(flushToDisk: true);
        }

        FolderSync.Flush(target);
        return new BackupSummary(taken, files.Length, files.Sum(file => file.Length), verdict.Rows, verdict.IsSound, strangers);
    }
}

/// <summary>What a backup holds.</summary>
/// <param name="Taken">When it was taken.</param>
/// <param name="Files">How many files.</param>
/// <param name="Bytes">How large they are together.</param>
/// <param name="Rows">Rows of the journals.</param>
/// <param name="IsSound">Whether the copied journals verify. What does not was so before: it is copied as it is.</param>
/// <param name="Strangers">Files and folders in the data folder that are no part of one, and are not copied.</param>
public sealed record BackupSummary(DateTimeOffset Taken, int Files, long Bytes, long Rows, bool IsSound, ImmutableArray<string> Strangers);
