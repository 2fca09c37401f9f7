using System.Security.Cryptography;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Journal;

/// <summary>Where a writer's journal ends, and which of its intents have no outcome.</summary>
internal sealed class JournalTail
{
    private readonly byte[] _hash = new byte[32];

    public long Sequence { get; private set; }

    public ReadOnlySpan<byte> Hash => _hash;

    /// <summary>The last segment, or null for a new journal.</summary>
    public string? Segment { get; private set; }

    /// <summary>Where its good rows end.</summary>
    public long Length { get; private set; }

    /// <summary>How much stands behind them: a row that a kill or a power cut has torn.</summary>
    public long Torn { get; private set; }

    /// <summary>Allowed calls without an outcome, by sequence.</summary>
    public SortedDictionary<long, string> Open { get; } = [];

    /// <summary>Reads from the last checkpoint on; refuses a journal that is behind it or does not link up.</summary>
    public static (JournalTail? Tail, Fault? Fault) Read(string folder, Checkpoint? checkpoint)
    {
        var tail = new JournalTail();
        var segments = Segments.In(folder);
        var from = checkpoint is null ? 0
            : Math.Max(0, segments.FindLastIndex(path => Segments.FirstOf(path) <= Math.Min(checkpoint.Open, checkpoint.Sequence)));
        for (var i = from; i < segments.Count; i++)
        {
            if (tail.Follow(segments[i], isFirst: i == from, isLast: i == segments.Count - 1, checkpoint) is { } fault)
            {
                return (null, fault);
            }
        }

        return checkpoint is not null && tail.Sequence < checkpoint.Sequence
            ? (null, Damaged($"it ends at row {tail.Sequence}, a checkpoint names row {checkpoint.Sequence}"))
            : (tail, null);
    }

    private Fault? Follow(string segment, bool isFirst, bool isLast, Checkpoint? checkpoint)
    {
        using var reader = new SegmentReader(segment);
        if (isFirst)
        {
            Sequence = Segments.FirstOf(segment) - 1;
        }
        else if (Segments.FirstOf(segment) != Sequence + 1)
        {
            return Damaged($"a segment is missing after row {Sequence}");
        }

        Segment = segment;
        Length = 0;
        var hasPrevious = !isFirst || Sequence == 0;
        while (reader.TryNext(out var line))
        {
            var entry = EntryReader.Read(line);
            if (entry is null || entry.Sequence != Sequence + 1
                || (hasPrevious && entry.Previous != Convert.ToHexStringLower(_hash)))
            {
                // A file system may leave zeros where a power cut took the rows; nothing else is cut silently.
                return isLast && line.Contains((byte)0) && Sequence >= (checkpoint?.Sequence ?? 0)
                    ? End(reader.FileLength)
                    : Damaged($"row {Sequence + 1} in `{Path.GetFileName(segment)}` does not follow from the one before");
            }

            Take(entry, line, reader.Offset);
            hasPrevious = true;
            if (checkpoint?.Sequence == Sequence && checkpoint.Hash != Convert.ToHexStringLower(_hash))
            {
                return Damaged($"row {Sequence} is not the one that a checkpoint names");
            }
        }

        return !isLast && reader.FileLength > Length
            ? Damaged($"`{Path.GetFileName(segment)}` ends in the middle of a row")
            : End(reader.FileLength);
    }

    private Fault? End(long fileLength)
    {
        Torn = fileLength - Length;
        return null;
    }

    private void Take(JournalEntry entry, ReadOnlySpan<byte> line, long end)
    {
        SHA256.HashData(line, _hash);
        Sequence = entry.Sequence;
        Length = end;
        if (entry is { Kind: "intent", Decision: "allowed" })
        {
            Open[entry.Sequence] = entry.Call ?? "";
        }
        else if (entry.Kind == "outcome")
        {
            Open.Remove(entry.Of);
        }
    }

    private static Fault Damaged(string how) => new(
        LedgerFaults.JournalDamaged, $"the journal is damaged: {how}",
        "run `gatehouse log verify`; restore the folder, or move `journal/` aside as evidence");
}
