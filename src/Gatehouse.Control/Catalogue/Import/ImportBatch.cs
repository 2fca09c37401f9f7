using Gatehouse.Control.Catalogue.Storage;

namespace Gatehouse.Control.Catalogue.Import;

/// <summary>A part of an import in one transaction: what was read of its entries is written or counted.</summary>
internal static class ImportBatch
{
    public static void Write(
        CatalogueSession session, ImportTally tally, IEnumerable<(ImportEntry? Entry, string? Skipped)> entries, DateTimeOffset now)
    {
        var writer = new EntryWriter(session, tally, now);
        var read = entries.ToArray();
        writer.Prepare(read.Select(static one => one.Entry?.Server).OfType<ServerFacts>());
        foreach (var (entry, skipped) in read)
        {
            tally.Count(TallyWords.Entries);
            if (entry is null)
            {
                tally.CountSkipped(skipped!);
            }
            else
            {
                writer.Write(entry);
            }
        }

        writer.Finish();
    }
}
