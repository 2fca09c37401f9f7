using System.Security.Cryptography;

namespace Gatehouse.Ledger.Journal;

/// <summary>All checkpoints of a folder, checked as a chain of their own, and looked up by writer and row.</summary>
internal sealed class CheckpointBook(CheckpointKeys keys, List<JournalFlaw> flaws)
{
    private readonly Dictionary<(string Writer, long Sequence), string> _rows = [];
    private readonly Dictionary<string, long> _last = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lines = new(StringComparer.Ordinal) { CheckpointFile.Genesis };

    public long Count { get; private set; }

    public IEnumerable<string> Writers => _last.Keys;

    /// <summary>The last row that a checkpoint of this writer names; 0 without one.</summary>
    public long LastOf(string writer) => _last.GetValueOrDefault(writer);

    /// <summary>The hash that a checkpoint names for a row, or null.</summary>
    public string? HashOf(string writer, long sequence) => _rows.GetValueOrDefault((writer, sequence));

    public bool Has(string lineHash) => _lines.Contains(lineHash);

    /// <summary>Reads a file of checkpoints; one that was exported may be an excerpt, so its lines need not link up.</summary>
    public void Read(string path, bool isExported)
    {
        if (!File.Exists(path))
        {
            return;
        }

        var name = Path.GetFileName(path);
        var previous = CheckpointFile.Genesis;
        using var reader = new SegmentReader(path);
        for (var number = 1; reader.TryNext(out var line); number++)
        {
            Count++;
            if (CheckpointLine.Read(line, keys) is not { IsGenuine: true } read)
            {
                flaws.Add(new(FlawKind.Checkpoint, "", name, number, 0, "the checkpoint's signature is not good"));
            }
            else
            {
                if (!isExported && read.Checkpoint.Previous != previous)
                {
                    flaws.Add(new(FlawKind.Checkpoint, "", name, number, 0, "the checkpoint does not follow the one before"));
                }

                Note(read.Checkpoint, name, number);
            }

            previous = Convert.ToHexStringLower(SHA256.HashData(line));
            _lines.Add(previous);
        }

        if (reader.FileLength > reader.Offset)
        {
            flaws.Add(new(FlawKind.Torn, "", name, Count + 1, 0, "the last checkpoint is incomplete"));
        }
    }

    private void Note(Checkpoint checkpoint, string name, int number)
    {
        var row = (checkpoint.Writer, checkpoint.Sequence);
        if (!_rows.TryAdd(row, checkpoint.Hash) && _rows[row] != checkpoint.Hash)
        {
            flaws.Add(new(
                FlawKind.Checkpoint, checkpoint.Writer, name, number, checkpoint.Sequence, "two checkpoints name different rows"));
        }

        _last[checkpoint.Writer] = Math.Max(LastOf(checkpoint.Writer), checkpoint.Sequence);
    }
}
