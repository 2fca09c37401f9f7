using System.Security.Cryptography;

namespace Gatehouse.Ledger.Journal;

/// <summary>The file of checkpoints, shared by all writers of a folder: append-only, each line names the hash of the one before.</summary>
internal sealed class CheckpointFile(string journalFolder, CheckpointKeys keys)
{
    public const string FileName = "checkpoints.jsonl";

    internal const string Genesis = "0000000000000000000000000000000000000000000000000000000000000000";

    public string Path { get; } = System.IO.Path.Combine(journalFolder, FileName);

    /// <summary>Signs and appends; false while another process appends, then the caller tries again later.</summary>
    public bool TryAppend(string writer, long sequence, string hash, DateTimeOffset time, long open)
    {
        FileStream file;
        try
        {
            file = new FileStream(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1);
        }
        catch (IOException)
        {
            return false;
        }

        using (file)
        {
            var line = new LineBuffer();
            CheckpointLine.Write(line, new Checkpoint(writer, sequence, hash, time, open, LastHash(file)), keys);
            line.Raw("\n"u8);
            file.Seek(0, SeekOrigin.End);
            file.Write(line.Written);
            file.Flush(flushToDisk: true);
            return true;
        }
    }

    /// <summary>The last checkpoint of a writer, and the hash of the file's last line (of any writer).</summary>
    public (Checkpoint? Last, string LastHash, bool IsGenuine) LastOf(string writer)
    {
        if (!File.Exists(Path))
        {
            return (null, Genesis, true);
        }

        Checkpoint? last = null;
        var genuine = true;
        var hash = Genesis;
        using var reader = new SegmentReader(Path);
        while (reader.TryNext(out var line))
        {
            hash = Convert.ToHexStringLower(SHA256.HashData(line));
            // Pruning signs an old row again; the last is the one that names the latest row.
            if (CheckpointLine.Read(line, keys) is { } read && read.Checkpoint.Writer == writer
                && read.Checkpoint.Sequence >= (last?.Sequence ?? 0))
            {
                (last, genuine) = read;
            }
        }

        return (last, hash, genuine);
    }

    // A last line without a newline is what a kill has left: it is cut.
    private static string LastHash(FileStream file)
    {
        const int longest = 4096;
        var tail = new byte[Math.Min(longest, file.Length)];
        file.Seek(-tail.Length, SeekOrigin.End);
        file.ReadExactly(tail);
        var end = tail.AsSpan().LastIndexOf((byte)'\n');
        file.SetLength(file.Length - (tail.Length - 1 - end));
        if (end < 0)
        {
            return Genesis;
        }

        var start = tail.AsSpan(0, end).LastIndexOf((byte)'\n') + 1;
        return Convert.ToHexStringLower(SHA256.HashData(tail.AsSpan(start, end - start)));
    }
}
