using Gatehouse.Ledger.Journal;

namespace Gatehouse.Ledger.Approvals;

/// <summary>Asks the journals what became of approvals whose claim was left behind.</summary>
internal static class ClaimFates
{
    /// <summary>The fate of each over all writers: used by one of them is used.</summary>
    public static Dictionary<string, ClaimFate> ReadAll(
        string journalFolder, IReadOnlySet<string> approvalIds, DateTimeOffset since)
    {
        var all = approvalIds.ToDictionary(static id => id, static _ => ClaimFate.NotSent, StringComparer.Ordinal);
        foreach (var folder in Directory.Exists(journalFolder) ? Directory.GetDirectories(journalFolder) : [])
        {
            foreach (var (id, fate) in Read(folder, approvalIds, since))
            {
                all[id] = fate < all[id] ? fate : all[id];
            }
        }

        return all;
    }

    /// <summary>The fate of each; reads the segments that were written since the earliest claim.</summary>
    public static Dictionary<string, ClaimFate> Read(string writerFolder, IReadOnlySet<string> approvalIds, DateTimeOffset since)
    {
        var fates = approvalIds.ToDictionary(static id => id, static _ => ClaimFate.NotSent, StringComparer.Ordinal);
        var intents = new Dictionary<long, string>();
        foreach (var segment in Segments.In(writerFolder))
        {
            // A margin for clocks: reading a segment too many costs time only.
            if (File.GetLastWriteTimeUtc(segment) < since.UtcDateTime.AddDays(-1))
            {
                continue;
            }

            using var reader = new SegmentReader(segment);
            while (reader.TryNext(out var line))
            {
                if (EntryReader.Read(line) is { } entry)
                {
                    Take(entry, fates, intents);
                }
            }
        }

        return fates;
    }

    private static void Take(JournalEntry entry, Dictionary<string, ClaimFate> fates, Dictionary<long, string> intents)
    {
        if (entry is { Kind: "intent", Decision: "allowed", Approval: { } approval } && fates.ContainsKey(approval))
        {
            intents[entry.Sequence] = approval;
            fates[approval] = ClaimFate.Unknown;
        }
        else if (entry.Kind == "outcome" && intents.TryGetValue(entry.Of, out var used))
        {
            fates[used] = entry.IsUnsent ? ClaimFate.NotSent
                : entry.Class is "unknown" or null ? ClaimFate.Unknown : ClaimFate.Done;
        }
    }
}
