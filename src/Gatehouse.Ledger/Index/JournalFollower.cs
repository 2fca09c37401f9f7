using System.Buffers;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using Gatehouse.Ledger.Counters;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Journal;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Index;

/// <summary>Reads on in the journals from where the index stands; rows, position and counters go in together or not at all.</summary>
internal sealed class JournalFollower(LedgerStore store, string journalFolder, TimeProvider time)
{
    internal const int MostRows = 2_000;

    private const string Genesis = CheckpointFile.Genesis;
    private static readonly TimeSpan SaveEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan SweepEvery = TimeSpan.FromHours(1);

    private readonly HashSet<string> _cleared = new(StringComparer.Ordinal);
    private readonly TextPool _texts = new();
    private readonly ArrayBufferWriter<byte> _last = new();
    private CounterBook? _counters;
    private long _savedAt;
    private long _sweptAt;

    /// <summary>Where the index stands in one writer's journal.</summary>
    private sealed record Position(string Writer, long Segment, long Offset, long Sequence, string Hash);

    /// <summary>Takes in the next rows of every writer. Blocks: a thread that calls need must not come here.</summary>
    /// <returns>The most that one writer had, up to <see cref="MostRows"/>.</returns>
    public (int Rows, Fault? Fault) TakeIn(CancellationToken cancel)
    {
        var most = 0;
        foreach (var folder in Writers())
        {
            var (rows, fault) = store.Write(transaction => TakeIn(transaction, folder), cancel);
            if (fault is not null)
            {
                // What was rolled back is in these counters; they are loaded again.
                _counters = null;
                return (0, fault);
            }

            most = Math.Max(most, rows);
        }

        return (most, null);
    }

    /// <summary>What was saved, and everything since.</summary>
    public async ValueTask<(CounterBook? Book, Fault? Fault)> CountersAsync(CancellationToken cancel) =>
        await store.ReadAsync(
            transaction =>
            {
                var book = Load(transaction, out var positions);
                CounterReplay.Apply(book, journalFolder, positions);
                return book;
            },
            cancel).ConfigureAwait(false);

    private string[] Writers() => Directory.Exists(journalFolder) ? Directory.GetDirectories(journalFolder) : [];

    private int TakeIn(DbTransaction transaction, string folder)
    {
        var writer = Path.GetFileName(folder);
        var position = PositionOf(transaction, writer);
        var segments = Segments.In(folder);
        var at = segments.FindLastIndex(path => Segments.FirstOf(path) <= Math.Max(position.Segment, 1));
        at = at < 0 ? 0 : at;
        if (segments.Count == 0)
        {
            return 0;
        }

        var batch = new IndexBatch();
        var entries = new List<JournalEntry>();
        var next = ReadOn(segments, at, position, entries);
        if (next is null)
        {
            // The rows do not follow from those in the index: a failed write was cut, or the journal is another. Once
            // it is made anew; if that does not help, the journal is damaged, and the index stands still before it.
            if (!_cleared.Add(writer))
            {
                return 0;
            }

            Clear(transaction);
            _counters = null;
            return MostRows;
        }

        if (entries.Count == 0)
        {
            return 0;
        }

        var counters = _counters ??= Reload(transaction);
        foreach (var entry in entries)
        {
            batch.Add(entry);
            CounterReplay.Apply(counters, entry);
        }

        batch.Write(transaction, writer);
        Sql.Execute(
            transaction,
            """
            INSERT INTO position (writer, segment, "offset", sequence, hash) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (writer) DO UPDATE SET segment = $2, "offset" = $3, sequence = $4, hash = $5
            """,
            next.Writer, next.Segment, next.Offset, next.Sequence, next.Hash);
        Save(transaction, counters);
        Sweep(transaction);
        return entries.Count;
    }

    private Position? ReadOn(List<string> segments, int at, Position position, List<JournalEntry> entries)
    {
        var (sequence, hash) = (position.Sequence, position.Hash);
        _last.ResetWrittenCount();
        for (; at < segments.Count && entries.Count < MostRows; at++)
        {
            var segment = Segments.FirstOf(segments[at]);
            using var reader = new SegmentReader(segments[at], segment == position.Segment ? position.Offset : 0);
            if (reader.FileLength < reader.Offset)
            {
                return null;
            }

            while (entries.Count < MostRows && reader.TryNext(out var line))
            {
                // Whether the rows follow from those in the index shows in the first one; to check each is what `log
                // verify` does. A pruned journal goes on with a later row; then there is nothing to compare with.
                var entry = EntryReader.Read(line, _texts);
                if (entry is null || entry.Sequence <= sequence
                    || (entries.Count == 0 && entry.Sequence == sequence + 1 && entry.Previous != hash))
                {
                    return null;
                }

                entries.Add(entry);
                sequence = entry.Sequence;
                _last.ResetWrittenCount();
                _last.Write(line);
            }

            position = position with { Segment = segment, Offset = reader.Offset };
        }

        return entries.Count == 0
            ? position
            : position with { Sequence = sequence, Hash = Convert.ToHexStringLower(SHA256.HashData(_last.WrittenSpan)) };
    }

    private static Position PositionOf(DbTransaction transaction, string writer) => Sql.Rows(
        transaction,
        row => new Position(writer, row.GetInt64(0), row.GetInt64(1), row.GetInt64(2), row.GetString(3)),
        "SELECT segment, \"offset\", sequence, hash FROM position WHERE writer = $1", writer).FirstOrDefault()
        ?? new Position(writer, 0, 0, 0, Genesis);

    private static void Clear(DbTransaction transaction) => Sql.Execute(
        transaction,
        """
        DELETE FROM position; DELETE FROM saved_counter; DELETE FROM call; DELETE FROM refusal; DELETE FROM settlement;
        DELETE FROM total; DELETE FROM server_total; DELETE FROM latency; DELETE FROM grant_total; DELETE FROM grant_use;
        """);

    // The saved counters may be older than the index: the rows between are taken in from the journals.
    private CounterBook Reload(DbTransaction transaction)
    {
        var book = Load(transaction, out var saved);
        var indexed = Sql.Rows(
            transaction, static row => (Writer: row.GetString(0), Sequence: row.GetInt64(1)), "SELECT writer, sequence FROM position")
            .ToDictionary(static one => one.Writer, static one => one.Sequence, StringComparer.Ordinal);
        CounterReplay.Apply(book, journalFolder, saved, indexed);
        return book;
    }

    private CounterBook Load(DbTransaction transaction, out Dictionary<string, long> positions)
    {
        // First the position that was saved with the counters, then a line for each amount.
        var lines = Sql.Rows(transaction, static row => row.GetString(0), "SELECT line FROM saved_counter ORDER BY id");
        var book = new CounterBook(new StoreClock(time));
        positions = lines.Where(static line => line.StartsWith("at ", StringComparison.Ordinal))
            .Select(static line => line.Split(' '))
            .ToDictionary(
                static part => part[1], static part => long.Parse(part[2], CultureInfo.InvariantCulture), StringComparer.Ordinal);
        if (!book.Load(lines.Where(static line => !line.StartsWith("at ", StringComparison.Ordinal))))
        {
            book = new CounterBook(new StoreClock(time));
            positions.Clear();
        }

        return book;
    }

    private void Save(DbTransaction transaction, CounterBook counters)
    {
        if (_savedAt != 0 && time.GetElapsedTime(_savedAt) < SaveEvery)
        {
            return;
        }

        _savedAt = time.GetTimestamp();
        counters.Sweep();
        Sql.Execute(transaction, "DELETE FROM saved_counter");
        Sql.Execute(transaction, "INSERT INTO saved_counter (line) SELECT 'at ' || writer || ' ' || sequence FROM position");
        using var lines = BulkInsert.Begin(transaction, "INSERT INTO saved_counter (line) VALUES (?)");
        foreach (var line in counters.Save())
        {
            lines.Add(line).Run();
        }

        lines.Complete();
    }

    private void Sweep(DbTransaction transaction)
    {
        if (_sweptAt == 0 || time.GetElapsedTime(_sweptAt) >= SweepEvery)
        {
            _sweptAt = time.GetTimestamp();
            TotalRows.Sweep(transaction, time.GetUtcNow().UtcTicks);
        }
    }
}
