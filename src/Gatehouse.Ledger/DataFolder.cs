using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Gatehouse.Gateway.Sealing;
using Gatehouse.Policy;

namespace Gatehouse.Ledger;

/// <summary>The folder that holds everything: who may use it now, and where things stand in it.</summary>
public sealed class DataFolder : IDisposable
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const string ElsewhereName = "state.elsewhere";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(20);

    private const PosixSignal FileSizeExceeded = (PosixSignal)25;

    private readonly FileStream? _lock;

    // A limit on the size of files ends a process that reaches it. It is to be as a full disk is: the write fails.
    private readonly PosixSignalRegistration? _limit =
        OperatingSystem.IsWindows() ? null : PosixSignalRegistration.Create(FileSizeExceeded, static signal => signal.Cancel = true);

    private DataFolder(string path, FileStream? held) => (Path, _lock) = (path, held);

    /// <summary>The folder itself.</summary>
    public string Path { get; }

    /// <summary>The journals.</summary>
    public string Journal => System.IO.Path.Combine(Path, "journal");

    /// <summary>The index of the journals.</summary>
    public string Records => System.IO.Path.Combine(Path, "records.db");

    /// <summary>Stored arguments; not there before the first.</summary>
    public string Arguments => System.IO.Path.Combine(Path, "arguments.db");

    /// <summary>Approvals, and the counters of several processes.</summary>
    public string State => System.IO.Path.Combine(Path, "state.db");

    /// <summary>A server's catalogue of other people's servers and tools.</summary>
    public string Catalogue => System.IO.Path.Combine(Path, "catalogue.db");

    /// <summary>The keys.</summary>
    public string Keys => System.IO.Path.Combine(Path, "keys");

    private string Marker => System.IO.Path.Combine(Path, "state.created");

    private string RestoreNote => System.IO.Path.Combine(Path, "after-restore");

    private string Elsewhere => System.IO.Path.Combine(Path, ElsewhereName);

    /// <summary>Makes the folder (mode 0700), or takes it in use.</summary>
    /// <remarks>Faults: <c>folder-unusable</c>, <c>folder-in-use</c>.</remarks>
    public static (DataFolder? Folder, Fault? Fault) Open(string path, FolderUse use)
    {
        try
        {
            if (Prepare(path) is { } fault)
            {
                return (null, fault);
            }

            return Lock(path, use);
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
        {
            return (null, new Fault(LedgerFaults.FolderUnusable, $"the data folder `{path}` cannot be used: {failed.Message}"));
        }
    }

    /// <summary>Whether the state is in a database outside: there is nothing to copy then.</summary>
    /// <remarks>Fault: <c>store-elsewhere</c>.</remarks>
    public static Fault? StateIsNotIn(string folder) => !File.Exists(System.IO.Path.Combine(folder, ElsewhereName)) ? null : new Fault(
        LedgerFaults.StoreElsewhere, $"the state of the data folder `{folder}` is in a PostgreSQL database, not in it",
        "start the server with its `database` setting; it is administered by its API, and backed up with `pg_dump` (docs/operations/postgresql.md)");

    /// <summary>Whether the state may be created: not where it existed once. A lost database is restored, never replaced in silence.</summary>
    /// <remarks>Faults: <c>store-missing</c>, <c>store-elsewhere</c>.</remarks>
    public (bool MayCreate, Fault? Fault) StateMayBeCreated()
    {
        if (StateIsNotIn(Path) is { } elsewhere)
        {
            return (false, elsewhere);
        }

        if (File.Exists(State))
        {
            return (false, null);
        }

        return File.Exists(Marker) || Directory.Exists(Journal)
            ? (false, new Fault(
                LedgerFaults.StoreMissing, "the database `state.db` is missing, but this data folder had one",
                "restore it from a backup; approvals and counters are in it"))
            : (true, null);
    }

    /// <summary>Whether a database outside may hold the state: not where one lies in the folder, and a lost one is not made anew.</summary>
    /// <param name="hasState">Whether the database has state already.</param>
    /// <remarks>Faults: <c>store-missing</c>, <c>store-elsewhere</c>.</remarks>
    public Fault? StateMayBeElsewhere(bool hasState)
    {
        if (File.Exists(State))
        {
            return new Fault(
                LedgerFaults.StoreElsewhere, $"the data folder `{Path}` has its state in `state.db`, and a PostgreSQL database is given",
                "leave the `database` setting out, or begin with another data folder");
        }

        return !hasState && (File.Exists(Marker) || Directory.Exists(Journal))
            ? new Fault(
                LedgerFaults.StoreMissing, "the PostgreSQL database is empty, but this data folder had one",
                "restore it from a backup; approvals, servers and grants are in it")
            : null;
    }

    /// <summary>Remembers that the state is in a database outside.</summary>
    public void StateIsElsewhere()
    {
        if (!File.Exists(Elsewhere))
        {
            File.WriteAllText(Elsewhere, "postgresql\n");
        }
    }

    /// <summary>Whether an operator says that the database was restored by its own means.</summary>
    public bool WasRestored => File.Exists(RestoreNote);

    /// <summary>Closes the windows of limits that are open now, where that was said. ORDER: the note goes last.</summary>
    public void TakeInRestore(DateTimeOffset now)
    {
        if (WasRestored)
        {
            File.Delete(System.IO.Path.Combine(Path, Backups.RestoreMark.FileName));
            Backups.RestoreMark.Write(Path, now);
            File.Delete(RestoreNote);
        }
    }

    /// <summary>What tells this folder from every other: random, made with its state.</summary>
    public string Mark() => File.ReadAllText(Marker).Trim();

    /// <summary>Remembers beside the database that it exists.</summary>
    public void StateExists()
    {
        if (!File.Exists(Marker))
        {
            File.WriteAllText(Marker, Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)) + "\n");
        }
    }

    /// <summary>
    /// Waits until no other process makes the folder's first key, databases or files: a client that starts several wrappers
    /// starts them at once. Dispose what comes back when all of them are there; a process that dies lets go as well.
    /// </summary>
    /// <remarks>Fault: <c>folder-in-use</c>, where another is not ready within 20 s.</remarks>
    public async ValueTask<(IDisposable? Turn, Fault? Fault)> TakeTurnAsync(TimeProvider time, CancellationToken cancel)
    {
        var path = System.IO.Path.Combine(Path, "starting");
        var began = time.GetTimestamp();
        while (true)
        {
            try
            {
                return (new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1), null);
            }
            catch (UnauthorizedAccessException failed)
            {
                return (null, new Fault(LedgerFaults.FolderUnusable, $"the data folder `{Path}` cannot be used: {failed.Message}"));
            }
            catch (IOException) when (time.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Beat, time, cancel).ConfigureAwait(false);
            }
            catch (IOException)
            {
                return (null, new Fault(
                    LedgerFaults.FolderInUse, $"another process is starting in the data folder `{Path}` and does not get ready",
                    "end that process, or use another folder"));
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _lock?.Dispose();
        _limit?.Dispose();
    }

    private static Fault? Prepare(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(path);
            return null;
        }

        if (!Directory.Exists(path))
        {
            PrivateFolder.Make(path);
            return null;
        }

        if ((File.GetUnixFileMode(path) & Others) == UnixFileMode.None)
        {
            return null;
        }

        // An empty folder, as a volume comes, is made private; one with contents may have been read or changed already.
        if (Directory.EnumerateFileSystemEntries(path).Any())
        {
            return new Fault(
                LedgerFaults.FolderUnusable, $"the data folder `{path}` is open to every user of this machine",
                $"look at what is in it, then `chmod 700 {path}`");
        }

        File.SetUnixFileMode(path, PrivateFolder.Mode);
        return null;
    }

    private static (DataFolder? Folder, Fault? Fault) Lock(string path, FolderUse use)
    {
        if (use == FolderUse.Beside)
        {
            return (new DataFolder(path, null), null);
        }

        var lockPath = System.IO.Path.Combine(path, "lock");
        var pidPath = System.IO.Path.Combine(path, "pid");
        try
        {
            var held = new FileStream(
                lockPath, FileMode.OpenOrCreate, FileAccess.ReadWrite,
                use == FolderUse.Alone ? FileShare.None : FileShare.ReadWrite, 1);
            File.WriteAllText(pidPath, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            return (new DataFolder(path, held), null);
        }
        catch (IOException) when (File.Exists(lockPath))
        {
            var pid = File.Exists(pidPath) ? File.ReadAllText(pidPath) : "unknown";
            return (null, new Fault(
                LedgerFaults.FolderInUse, $"the data folder `{path}` is in use by process {pid}",
                "end that process, or use another folder"));
        }
    }
}
