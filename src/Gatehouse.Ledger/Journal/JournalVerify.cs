using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Ledger.Journal;

/// <summary>Finds every row that was edited, removed, swapped, cut or rolled back, from the files and the key alone.</summary>
public static class JournalVerify
{
    /// <summary>Reads the whole journal; a running writer is not disturbed.</summary>
    /// <param name="folder">The folder <c>journal/</c>.</param>
    /// <param name="keys">The installation's keys: they sign the checkpoints.</param>
    /// <param name="exported">A copy of checkpoints kept elsewhere, or null: it shows a folder that was rolled back as a whole.</param>
    public static JournalVerdict Run(string folder, KeyRing keys, string? exported = null)
    {
        var flaws = new List<JournalFlaw>();
        var book = new CheckpointBook(new CheckpointKeys(keys), flaws);
        book.Read(Path.Combine(folder, CheckpointFile.FileName), isExported: false);
        if (exported is not null)
        {
            book.Read(exported, isExported: true);
        }

        var rows = 0L;
        var writers = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).Select(path => Path.GetFileName(path)!).ToHashSet(StringComparer.Ordinal)
            : [];
        writers.UnionWith(book.Writers);
        foreach (var writer in writers.Order(StringComparer.Ordinal))
        {
            var check = new ChainCheck(writer, book, flaws);
            check.Run(Path.Combine(folder, writer));
            rows += check.Rows;
        }

        return new JournalVerdict(writers.Count, rows, book.Count, [.. flaws]);
    }
}
