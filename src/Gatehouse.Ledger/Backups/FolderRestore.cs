using System.Globalization;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Dialects.Sqlite;
using Gatehouse.Ledger.Journal;
using Gatehouse.Ledger.Migrations;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Backups;

/// <summary>Puts a backup in place of a data folder that nobody runs on, without giving anything back that may have been used since.</summary>
public static class FolderRestore
{
    private const string Staging = "restoring";

    /// <summary>Restores.</summary>
    /// <param name="backup">The backup.</param>
    /// <param name="target">The data folder; what is in it moves to <c>before-restore-…</c> within it.</param>
    /// <param name="keysFrom">The keys; null for those that the data folder has.</param>
    /// <param name="replaces">Whether a folder with data may be replaced.</param>
    /// <param name="limitsStand">
    /// Whether nothing was called since the backup, so that limits count on as they stood. Otherwise the windows that are open
    /// now stay closed until they end: what was spent in them since then is not known.
    /// </param>
    /// <param name="time">The clock.</param>
    /// <param name="cancel">Ends the wait for the database.</param>
    /// <remarks>Faults: <c>backup-damaged</c>, <c>folder-has-data</c>, <c>folder-in-use</c>, <c>folder-unusable</c>, those of
    /// keys and of the database, <c>copy-failed</c>.</remarks>
    public static async ValueTask<(RestoreSummary? Summary, Fault? Fault)> RunAsync(
        string backup, string target, string? keysFrom, bool replaces, bool limitsStand, TimeProvider time, CancellationToken cancel)
    {
        try
        {
            // 1. The backup is one, it is ours, and it is as it was.
            var keysFolder = keysFrom ?? Path.Combine(target, BackupPlan.Keys);
            var (keys, fault) = KeyFolder.Open(keysFolder, isNew: false);
            var (manifest, unusable) = keys is null ? (null, fault) : ReadManifest(backup, keys);
            if (manifest is null)
            {
                return (null, unusable);
            }

            // 2. Nobody runs on the folder, and nobody starts on it meanwhile.
            var (folder, busy) = DataFolder.Open(target, FolderUse.Alone);
            if (folder is null)
            {
                return (null, busy);
            }

            using (folder)
            {
                if (DataFolder.StateIsNotIn(target) is { } elsewhere)
                {
                    return (null, elsewhere);
                }

                if (!replaces && HasData(folder))
                {
                    return (null, new Fault(
                        BackupFaults.FolderHasData, $"the data folder `{target}` has data",
                        "say `--replace`: what is there moves to a folder within it"));
                }

                return await PutAsync(folder, backup, manifest, keysFrom, limitsStand, time, cancel).ConfigureAwait(false);
            }
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return (null, BackupFaults.Failed("the backup could not be restored", failed));
        }
    }

    private static async ValueTask<(RestoreSummary? Summary, Fault? Fault)> PutAsync(
        DataFolder folder, string backup, BackupManifest manifest, string? keysFrom, bool limitsStand, TimeProvider time,
        CancellationToken cancel)
    {
        // 3. Copied beside first: until everything is there and sound, the folder stays as it is.
        var staging = Path.Combine(folder.Path, Staging);
        if (Directory.Exists(staging))
        {
            Directory.Delete(staging, recursive: true);
        }

        if (CopyIn(backup, manifest, staging) is { } changed)
        {
            return (null, changed);
        }

        // 4. What may have been used since the backup is closed.
        var (voided, fault) = await CloseAsync(Path.Combine(staging, BackupPlan.State), cancel).ConfigureAwait(false);
        if (fault is not null)
        {
            return (null, fault);
        }

        var now = time.GetUtcNow();
        if (!limitsStand)
        {
            // In place of an earlier one: it closes what that one closed, and more.
            File.Delete(Path.Combine(staging, RestoreMark.FileName));
            RestoreMark.Write(staging, now > manifest.Taken ? now : manifest.Taken);
        }

        if (keysFrom is not null)
        {
            CopyKeys(keysFrom, Path.Combine(staging, BackupPlan.Keys));
        }

        // 5. ORDER: the marker first and the database last. Whatever interrupts this, no process takes the folder for a new one.
        folder.StateExists();
        var aside = MoveAside(folder, keysFrom is not null, now);
        foreach (var entry in Directory.EnumerateFileSystemEntries(staging).OrderBy(static path => Path.GetFileName(path) == BackupPlan.State))
        {
            Directory.Move(entry, Path.Combine(folder.Path, Path.GetFileName(entry)));
        }

        Directory.Delete(staging);
        FolderSync.Flush(folder.Path);
        return (new RestoreSummary(manifest.Taken, manifest.Files.Length, voided, aside, !limitsStand), null);
    }

    private static (BackupManifest? Manifest, Fault? Fault) ReadManifest(string backup, KeyRing keys)
    {
        var path = Path.Combine(backup, BackupManifest.FileName);
        if (!File.Exists(path))
        {
            return (null, BackupFaults.Damaged($"`{backup}` has no {BackupManifest.FileName}"));
        }

        return BackupManifest.Read(File.ReadAllBytes(path)) switch
        {
            null => (null, BackupFaults.Damaged($"{BackupManifest.FileName} is not readable")),
            { Format: > BackupManifest.Newest } => (null, BackupFaults.Damaged("a newer version took it")),
            var read when !read.IsGenuine(keys) => (null, BackupFaults.Damaged(
                "it was taken with other keys, or its list of files was changed")),
            var read when read.Files.FirstOrDefault(static file => !file.IsKnown) is { } stranger =>
                (null, BackupFaults.Damaged($"`{stranger.Path}` is no file of a data folder")),
            var read => (read, null),
        };
    }

    private static bool HasData(DataFolder folder) => File.Exists(folder.State) || Directory.Exists(folder.Journal);

    // What is put in place is what was hashed: the digest is taken of the bytes as they are copied.
    private static Fault? CopyIn(string backup, BackupManifest manifest, string staging)
    {
        PrivateFolder.Make(staging);
        foreach (var file in manifest.Files)
        {
            var from = Path.Combine(backup, file.Path);
            var to = Path.Combine(staging, file.Path);
            if (!File.Exists(from))
            {
                return BackupFaults.Damaged($"`{file.Path}` is missing");
            }

            PrivateFolder.Make(Path.GetDirectoryName(to)!);
            if (FileCopy.Whole(from, to) != (file.Length, file.Sha256))
            {
                return BackupFaults.Damaged($"`{file.Path}` is not as it was taken");
            }
        }

        return null;
    }

    // A yes of before may have been used after the backup, and a claim's call may have been made: neither may happen again.
    private static async ValueTask<(int Voided, Fault? Fault)> CloseAsync(string state, CancellationToken cancel)
    {
        var (store, fault) = SqliteStore.Open(state, isPowerSafe: true, StateSchema.Current, mayCreate: false);
        if (store is null)
        {
            return (0, fault);
        }

        await using (store)
        {
            return await CloseAsync(store, cancel).ConfigureAwait(false);
        }
    }

    /// <summary>The same in a database that is open.</summary>
    internal static ValueTask<(int Voided, Fault? Fault)> CloseAsync(LedgerStore store, CancellationToken cancel) => store.WriteAsync<int>(
        static transaction =>
        {
            var voided = ApprovalVoids.All(transaction) + Sql.Execute(
                transaction, "UPDATE approval SET state = $1, params = NULL WHERE state = $2",
                (int)ApprovalState.Unknown, (int)ApprovalState.Claimed);
            return ValueTask.FromResult<(int, Fault?)>((voided, null));
        },
        cancel);

    private static void CopyKeys(string from, string to)
    {
        PrivateFolder.Make(to);
        foreach (var key in Directory.EnumerateFiles(from, "*.key"))
        {
            FileCopy.Whole(key, Path.Combine(to, Path.GetFileName(key)));
        }
    }

    private static string? MoveAside(DataFolder folder, bool withKeys, DateTimeOffset now)
    {
        string[] parts =
        [
            .. new[] { BackupPlan.State, "records.db", BackupPlan.Catalogue, BackupPlan.Arguments }
                .SelectMany(static name => BackupPlan.Beside.Select(end => name + end).Prepend(name)),
            BackupPlan.Journal, BackupPlan.Audit, BackupPlan.Told, BackupPlan.Definitions, RestoreMark.FileName, .. withKeys ? [BackupPlan.Keys] : Array.Empty<string>(),
        ];
        var there = parts.Select(part => Path.Combine(folder.Path, part)).Where(Path.Exists).ToArray();
        if (there.Length == 0)
        {
            return null;
        }

        var aside = Path.Combine(folder.Path, "before-restore-" + now.UtcDateTime.ToString("yyyyMMdd'T'HHmmssfff", CultureInfo.InvariantCulture));
        PrivateFolder.Make(aside);
        foreach (var part in there)
        {
            Directory.Move(part, Path.Combine(aside, Path.GetFileName(part)));
        }

        return aside;
    }
}

/// <summary>What a restore has done.</summary>
/// <param name="Taken">When the backup was taken: what was changed after it is gone, revocations too.</param>
/// <param name="Files">How many files were put in place.</param>
/// <param name="Voided">Waiting, approved and running calls that are void now.</param>
/// <param name="Aside">Where the folder's data of before is; null where there was none.</param>
/// <param name="ClosesLimits">Whether the windows of limits that are open now stay closed until they end.</param>
public sealed record RestoreSummary(DateTimeOffset Taken, int Files, int Voided, string? Aside, bool ClosesLimits);
