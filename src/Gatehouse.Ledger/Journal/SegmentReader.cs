using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace Gatehouse.Ledger.Journal;

/// <summary>Reads the complete lines of a segment from a position on, also while it is being written.</summary>
internal sealed class SegmentReader : IDisposable
{
    // No row comes near this; a longer line is damage and must not eat the memory.
    private const int LongestLine = 1 << 20;

    private readonly SafeFileHandle _file;
    // Rented: the index opens a reader twice a second, and arrays of this size are collected with the oldest generation.
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(256 * 1024);
    private long _bufferAt;
    private int _filled;
    private int _next;

    public SegmentReader(string path, long offset = 0)
    {
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        _bufferAt = offset;
    }

    /// <summary>Where the line after the last one begins: the end of the complete lines read so far.</summary>
    public long Offset => _bufferAt + _next;

    public long FileLength => RandomAccess.GetLength(_file);

    /// <summary>The next complete line without its newline; false at the end, or where a line has none yet.</summary>
    public bool TryNext(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            var waiting = _buffer.AsSpan(_next, _filled - _next);
            var end = waiting.IndexOf((byte)'\n');
            if (end >= 0)
            {
                line = waiting[..end];
                _next += end + 1;
                return true;
            }

            if (!Fill())
            {
                line = default;
                return false;
            }
        }
    }

    public void Dispose()
    {
        _file.Dispose();
        ArrayPool<byte>.Shared.Return(Interlocked.Exchange(ref _buffer, []));
    }

    private bool Fill()
    {
        var waiting = _filled - _next;
        if (waiting >= LongestLine)
        {
            return false;
        }

        if (_next > 0)
        {
            _buffer.AsSpan(_next, waiting).CopyTo(_buffer);
            _bufferAt += _next;
            _filled = waiting;
            _next = 0;
        }

        if (_filled == _buffer.Length)
        {
            var larger = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
            _buffer.CopyTo(larger, 0);
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = larger;
        }

        var read = RandomAccess.Read(_file, _buffer.AsSpan(_filled), _bufferAt + _filled);
        _filled += read;
        return read > 0;
    }
}
