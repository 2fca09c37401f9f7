using System.Security.Cryptography;

namespace Gatehouse.Ledger.Journal;

/// <summary>Walks one writer's segments and compares every row with the one before and with the checkpoints.</summary>
internal sealed class ChainCheck(string writer, CheckpointBook book, List<JournalFlaw> flaws)
{
    private string _segment = "";
    private string _hash = CheckpointFile.Genesis;
    private string _lastKind = "";
    private long _line;
    private bool _isFirst = true;

    public long Rows { get; private set; }

    public long Sequence { get; private set; }

    public void Run(string folder)
    {
        var segments = Segments.In(folder);
        for (var i = 0; i < segments.Count; i++)
        {
            Segment(segments[i], isLast: i == segments.Count - 1);
        }

        if (Sequence < book.LastOf(writer))
        {
            Flaw(FlawKind.RolledBack, $"the journal ends at row {Sequence}, a checkpoint names row {book.LastOf(writer)}");
        }
        else if (_lastKind == "close" && book.HashOf(writer, Sequence) is null)
        {
            Flaw(FlawKind.Checkpoint, "the journal was closed, but the checkpoint of its end is gone");
        }
    }

    private void Segment(string path, bool isLast)
    {
        _segment = Path.GetFileName(path);
        _line = 0;
        var first = Segments.FirstOf(path);
        if (_isFirst && first > 1)
        {
            // Pruning deletes whole segments and leaves a checkpoint of the last row that it took.
            Sequence = first - 1;
            _hash = book.HashOf(writer, Sequence) ?? "";
            if (_hash.Length == 0)
            {
                Flaw(FlawKind.Missing, $"rows 1 to {Sequence} are gone and no checkpoint vouches for them");
            }
        }

        _isFirst = false;
        using var reader = new SegmentReader(path);
        if (first != Sequence + 1)
        {
            Flaw(FlawKind.Missing, $"row {Sequence + 1} should begin the next segment, which begins with row {first}");
        }

        while (reader.TryNext(out var line))
        {
            _line++;
            Row(line);
        }

        if (reader.FileLength > reader.Offset)
        {
            _line++;
            Flaw(isLast && _lastKind != "close" ? FlawKind.Torn : FlawKind.Edited, "the last row is incomplete");
        }
    }

    private void Row(ReadOnlySpan<byte> line)
    {
        Rows++;
        var hash = Convert.ToHexStringLower(SHA256.HashData(line));
        if (EntryReader.Read(line) is not { } entry)
        {
            Sequence++;
            Flaw(FlawKind.Edited, "the line is not a row");
        }
        else
        {
            Follows(entry);
            Sequence = entry.Sequence;
            _lastKind = entry.Kind;
            if (entry.Kind == "start" && entry.Checkpoint is { } quoted && !book.Has(quoted))
            {
                Flaw(FlawKind.Checkpoint, "the row names a checkpoint that is gone");
            }
        }

        _hash = hash;
        if (book.HashOf(writer, Sequence) is { } signed && signed != hash)
        {
            Flaw(FlawKind.Edited, $"row {Sequence} is not the one that a checkpoint names");
        }
    }

    private void Follows(JournalEntry entry)
    {
        var expected = Sequence + 1;
        if (entry.Sequence > expected)
        {
            Flaw(FlawKind.Missing, $"rows {expected} to {entry.Sequence - 1} are missing", expected);
        }
        else if (entry.Sequence < expected)
        {
            Flaw(FlawKind.Edited, $"row {entry.Sequence} stands where row {expected} belongs", expected);
        }
        else if (_hash.Length > 0 && entry.Previous != _hash)
        {
            Flaw(FlawKind.Edited, expected == 1
                ? "row 1 does not begin a chain"
                : $"row {expected - 1} or {expected} was changed: they do not link up", expected);
        }
    }

    private void Flaw(FlawKind kind, string text, long? sequence = null) =>
        flaws.Add(new(kind, writer, _segment, _line, sequence ?? Sequence, text));
}
