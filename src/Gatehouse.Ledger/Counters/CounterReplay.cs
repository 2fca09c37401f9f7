using Gatehouse.Ledger.Journal;

namespace Gatehouse.Ledger.Counters;

/// <summary>Rebuilds counters from the rows of journals, in their order.</summary>
internal static class CounterReplay
{
    /// <summary>Takes in one row: what an intent reserved, what an outcome gave back.</summary>
    public static void Apply(CounterBook book, JournalEntry entry)
    {
        foreach (var reserved in entry.Reserved)
        {
            book.Restore(reserved);
        }

        foreach (var released in entry.Released)
        {
            book.GiveBack(released);
        }
    }

    /// <summary>Takes in every row after the given positions (none: from the beginning), up to others (none: to the end).</summary>
    public static void Apply(
        CounterBook book, string journalFolder, IReadOnlyDictionary<string, long> after, IReadOnlyDictionary<string, long>? until = null)
    {
        if (!Directory.Exists(journalFolder))
        {
            return;
        }

        foreach (var folder in Directory.EnumerateDirectories(journalFolder))
        {
            var position = after.GetValueOrDefault(Path.GetFileName(folder));
            var end = until is null ? long.MaxValue : until.GetValueOrDefault(Path.GetFileName(folder));
            var segments = Segments.In(folder);
            for (var i = 0; i < segments.Count; i++)
            {
                if ((i + 1 < segments.Count && Segments.FirstOf(segments[i + 1]) <= position + 1)
                    || Segments.FirstOf(segments[i]) > end)
                {
                    continue;
                }

                using var reader = new SegmentReader(segments[i]);
                while (reader.TryNext(out var line))
                {
                    if (EntryReader.Read(line) is { } entry && entry.Sequence > position && entry.Sequence <= end)
                    {
                        Apply(book, entry);
                    }
                }
            }
        }
    }
}
