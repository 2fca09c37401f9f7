using System.Security.Cryptography;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Ledger.Journal;

/// <summary>Deletes old segments, whole, and leaves a signed checkpoint of the last row that it took.</summary>
public static class JournalPrune
{
    /// <summary>Deletes segments whose last row is older than a time; the current one and what is still open always stay.</summary>
    /// <param name="folder">The folder <c>journal/</c>.</param>
    /// <param name="before">Rows from this time on stay.</param>
    /// <param name="keys">The installation's keys.</param>
    /// <param name="time">The clock.</param>
    /// <returns>How many segments were deleted; those that another process's checkpoint was in the way of stay for the next time.</returns>
    public static int Run(string folder, DateTimeOffset before, KeyRing keys, TimeProvider time)
    {
        var checkpoints = new CheckpointFile(folder, new CheckpointKeys(keys));
        var deleted = 0;
        foreach (var writer in Directory.Exists(folder) ? Directory.GetDirectories(folder) : [])
        {
            deleted += Run(writer, before, checkpoints, time);
        }

        return deleted;
    }

    private static int Run(string writerFolder, DateTimeOffset before, CheckpointFile checkpoints, TimeProvider time)
    {
        var writer = Path.GetFileName(writerFolder);
        var segments = Segments.In(writerFolder);
        if (checkpoints.LastOf(writer) is not { Last: { } last, IsGenuine: true })
        {
            return 0;
        }

        var taken = 0;
        var end = (Sequence: 0L, Hash: "");
        while (taken < segments.Count - 1
            && Segments.FirstOf(segments[taken + 1]) <= Math.Min(last.Open, last.Sequence)
            && End(segments[taken]) is { } found && found.Time < before)
        {
            end = (found.Sequence, found.Hash);
            taken++;
        }

        // ORDER: the checkpoint first. Without it, verification would find the beginning missing.
        if (taken == 0 || !checkpoints.TryAppend(writer, end.Sequence, end.Hash, time.GetUtcNow(), end.Sequence))
        {
            return 0;
        }

        for (var i = 0; i < taken; i++)
        {
            File.Delete(segments[i]);
        }

        return taken;
    }

    private static (long Sequence, string Hash, DateTimeOffset Time)? End(string segment)
    {
        using var reader = new SegmentReader(segment);
        (long, string, DateTimeOffset)? end = null;
        var latest = DateTimeOffset.MinValue;
        while (reader.TryNext(out var line))
        {
            if (EntryReader.Read(line) is not { } entry)
            {
                return null;
            }

            latest = entry.Time > latest ? entry.Time : latest;
            end = (entry.Sequence, Convert.ToHexStringLower(SHA256.HashData(line)), latest);
        }

        return end;
    }
}
