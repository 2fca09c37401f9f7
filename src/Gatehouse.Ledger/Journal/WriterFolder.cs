using Gatehouse.Policy;

namespace Gatehouse.Ledger.Journal;

/// <summary>The folder of one writer, locked for as long as the process lives: two never share a chain.</summary>
internal sealed class WriterFolder : IDisposable
{
    private const int MostSlots = 64;

    private readonly FileStream _lock;

    private WriterFolder(string name, string path, FileStream held)
    {
        Name = name;
        Path = path;
        _lock = held;
    }

    public string Name { get; }

    public string Path { get; }

    /// <summary>Takes the writer's folder, or with <paramref name="shares"/> the first free of <c>name-2</c>, <c>name-3</c> …</summary>
    public static (WriterFolder? Folder, Fault? Fault) Take(string journalFolder, string writer, bool shares)
    {
        for (var slot = 1; slot <= (shares ? MostSlots : 1); slot++)
        {
            var name = slot == 1 ? writer : $"{writer}-{slot}";
            var path = System.IO.Path.Combine(journalFolder, name);
            try
            {
                Directory.CreateDirectory(path);
                var held = new FileStream(
                    System.IO.Path.Combine(path, "lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
                return (new WriterFolder(name, path, held), null);
            }
            catch (UnauthorizedAccessException)
            {
                return (null, new Fault(LedgerFaults.FolderUnusable, $"cannot write to the journal folder `{path}`"));
            }
            catch (IOException) when (File.Exists(System.IO.Path.Combine(path, "lock")))
            {
                // Held by a living process: the next slot.
            }
            catch (IOException failed)
            {
                return (null, new Fault(LedgerFaults.FolderUnusable, $"cannot use the journal folder `{path}`: {failed.Message}"));
            }
        }

        return (null, new Fault(LedgerFaults.FolderInUse, $"the journal of `{writer}` is held by another process"));
    }

    public void Dispose() => _lock.Dispose();
}
