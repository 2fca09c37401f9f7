using Gatehouse.Policy;

namespace Gatehouse.Ledger.Index;

/// <summary>Remembers beside an index that it was found damaged, so that the next start makes it anew from the journals.</summary>
internal sealed class DamageMark(string path)
{
    private readonly string _mark = path + ".damaged";

    public bool IsSet => File.Exists(_mark);

    /// <summary>Sets the mark where the fault says so.</summary>
    public void Note(Fault? fault)
    {
        if (fault?.Code == LedgerFaults.StoreDamaged)
        {
            try
            {
                File.WriteAllBytes(_mark, []);
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                // Whoever meets the damage again sets it then.
            }
        }
    }

    /// <summary>Throws the index away. ORDER: the mark last, or a kill in between would leave half a database unmarked.</summary>
    public void StartAnew()
    {
        foreach (var file in (string[])[path, path + "-wal", path + "-shm", _mark])
        {
            File.Delete(file);
        }
    }
}
