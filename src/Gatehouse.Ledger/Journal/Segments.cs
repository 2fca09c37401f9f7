using System.Collections.Concurrent;
using Gatehouse.Policy;
using Microsoft.Win32.SafeHandles;

namespace Gatehouse.Ledger.Journal;

/// <summary>The append-only files of one writer, named by the sequence of their first row. One thread at a time writes.</summary>
internal sealed class Segments(
    string folder, long limit, bool isPowerSafe, Action<long>? beforeWrite, Action<SafeFileHandle>? beforeSync = null) : IDisposable
{
    // Full segments whose rows the system may still have to write out.
    private readonly ConcurrentQueue<SafeFileHandle> _full = [];
    private volatile SafeFileHandle? _file;
    private long _length;
    private bool _isTorn;

    /// <summary>Continues the last segment, whose good rows end at <paramref name="length"/>; what follows is cut.</summary>
    public void Continue(string path, long length)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        _length = length;
        RandomAccess.SetLength(_file, length);
    }

    /// <summary>Appends rows as <see cref="Append"/> does; what became of it, and how long it took.</summary>
    public (Fault? Fault, TimeSpan Took) TryAppend(ReadOnlySpan<byte> rows, long firstSequence, TimeProvider time)
    {
        var started = time.GetTimestamp();
        try
        {
            Append(rows, firstSequence);
            return (null, time.GetElapsedTime(started));
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The last is how the runtime says that a file may grow no further (EFBIG).
            return (LedgerFaults.Unavailable(failed.Message), time.GetElapsedTime(started));
        }
    }

    /// <summary>Appends rows in one write; when it returns they survive a kill, with power safety also a power cut.</summary>
    /// <returns>Whether a new segment was begun.</returns>
    public bool Append(ReadOnlySpan<byte> rows, long firstSequence)
    {
        if (_isTorn)
        {
            // A part of a failed write may stand at the end: cut it, or later rows would follow a broken one.
            RandomAccess.SetLength(_file!, _length);
            _isTorn = false;
        }

        var isNew = _file is null || (_length > 0 && _length + rows.Length > limit);
        if (isNew)
        {
            Begin(firstSequence);
        }

        _isTorn = true;
        beforeWrite?.Invoke(firstSequence);
        RandomAccess.Write(_file!, rows, _length);
        if (isPowerSafe)
        {
            RandomAccess.FlushToDisk(_file!);
        }

        _isTorn = false;
        _length += rows.Length;
        return isNew;
    }

    /// <summary>Makes the system write out what it has: before a checkpoint vouches for it. One thread at a time, beside the writer.</summary>
    public void Sync()
    {
        // ORDER: this one is looked up first. Should the writer leave it meanwhile, it is among the full ones, and open.
        var current = _file;
        while (_full.TryPeek(out var full))
        {
            Flush(full);
            full.Dispose();
            _full.TryDequeue(out _);
        }

        if (current is { IsClosed: false })
        {
            Flush(current);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        foreach (var full in _full)
        {
            full.Dispose();
        }
    }

    internal static string Name(long firstSequence) =>
        firstSequence.ToString("D16", System.Globalization.CultureInfo.InvariantCulture) + ".jsonl";

    /// <summary>All segments of a writer, oldest first.</summary>
    internal static List<string> In(string folder)
    {
        var found = Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, "*.jsonl").Where(static path => FirstOf(path) > 0).ToList()
            : [];
        found.Sort(static (left, right) => FirstOf(left).CompareTo(FirstOf(right)));
        return found;
    }

    /// <summary>The sequence of a segment's first row, by its name; 0 when the name is not a segment's.</summary>
    internal static long FirstOf(string path) =>
        long.TryParse(Path.GetFileNameWithoutExtension(path), System.Globalization.NumberStyles.None,
            System.Globalization.CultureInfo.InvariantCulture, out var first) ? first : 0;

    private void Begin(long firstSequence)
    {
        // A file of this name can only be left from a failed first write: it holds no good row.
        var next = File.OpenHandle(
            Path.Combine(folder, Name(firstSequence)), FileMode.Create, FileAccess.ReadWrite, FileShare.Read | FileShare.Delete);
        if (isPowerSafe)
        {
            FolderSync.Flush(folder);
        }

        // Calls wait here, and a whole segment takes its time to the disk: that is for the next checkpoint.
        if (_file is { } last)
        {
            _full.Enqueue(last);
        }

        _file = next;
        _length = 0;
    }

    private void Flush(SafeFileHandle file)
    {
        beforeSync?.Invoke(file);
        RandomAccess.FlushToDisk(file);
    }
}
