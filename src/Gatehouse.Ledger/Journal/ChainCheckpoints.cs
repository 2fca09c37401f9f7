using System.Collections.Immutable;
using System.Text;
using Gatehouse.Gateway.Sealing;

namespace Gatehouse.Ledger.Journal;

/// <summary>Signed checkpoints of other chains than the journal's: one file for all, in the form of <c>checkpoints.jsonl</c>, by keys of their own.</summary>
/// <param name="folder">Where the file is; made where it is not there.</param>
/// <param name="keys">The installation's keys.</param>
public sealed class ChainCheckpoints(string folder, KeyRing keys)
{
    private const string Purpose = "audit-checkpoint";

    private readonly CheckpointKeys _keys = new(keys, Purpose);
    private readonly CheckpointFile _file = new(folder, new CheckpointKeys(keys, Purpose));

    /// <summary>Signs a row of a chain; false where another process signs at this moment.</summary>
    public bool TrySign(string chain, long sequence, string hash, DateTimeOffset time)
    {
        Directory.CreateDirectory(folder);
        return _file.TryAppend(chain, sequence, hash, time, sequence);
    }

    /// <summary>The checkpoint of a line; null for one that is none, or whose signature is not good.</summary>
    public Checkpoint? Open(string line) =>
        CheckpointLine.Read(Encoding.UTF8.GetBytes(line), _keys) is { IsGenuine: true } read ? read.Checkpoint : null;

    /// <summary>Everything that was signed for a chain, and what is wrong with the file itself.</summary>
    public SignedRows Of(string chain)
    {
        var flaws = new List<JournalFlaw>();
        var book = new CheckpointBook(_keys, flaws);
        book.Read(_file.Path, isExported: false);
        return new SignedRows(
            row => book.HashOf(chain, row), book.LastOf(chain), [.. flaws.Where(static flaw => flaw.Kind != FlawKind.Torn)]);
    }

    /// <summary>The lines of a chain as they stand in the file.</summary>
    public ImmutableArray<string> LinesOf(string chain)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        if (File.Exists(_file.Path))
        {
            using var reader = new SegmentReader(_file.Path);
            while (reader.TryNext(out var line))
            {
                if (CheckpointLine.Read(line, _keys) is { } read && read.Checkpoint.Writer == chain)
                {
                    lines.Add(Encoding.UTF8.GetString(line));
                }
            }
        }

        return lines.ToImmutable();
    }
}

/// <summary>What was signed for one chain.</summary>
/// <param name="HashOf">The hash of a row, or null.</param>
/// <param name="Last">The last row.</param>
/// <param name="Flaws">What is wrong with the file of checkpoints, of whatever chain.</param>
public sealed record SignedRows(Func<long, string?> HashOf, long Last, ImmutableArray<JournalFlaw> Flaws);
