using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace Gatehouse.Gateway.Wire;

/// <summary>Cuts a byte stream into server-sent events, however it comes in pieces.</summary>
/// <remarks>
/// SPEC: WHATWG HTML, server-sent events. A comment line before the first field of an event, and an empty line that ends
/// nothing, are handed out at once and alone: they keep connections open and must not wait for the next event. An
/// unfinished event at the end of the stream is dropped, as every client drops it.
/// </remarks>
internal sealed class SseSplitter(int maxEventBytes) : IDisposable
{
    private static readonly SearchValues<byte> _lineEnds = SearchValues.Create("\r\n"u8);

    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(4096);
    private int _start;
    private int _end;
    private int _searched;
    private bool _isBegun;
    private bool _hasFields;
    private bool _skipLineFeed;

    /// <summary>Where to read the next bytes into; tell with <see cref="Advance"/> how many came.</summary>
    public Memory<byte> Space()
    {
        if (_start == _end)
        {
            _start = _end = _searched = 0;
        }

        if (_buffer.Length - _end < 1024)
        {
            Make();
        }

        return _buffer.AsMemory(_end);
    }

    public void Advance(int count) => _end += count;

    /// <summary>The next event whose end has come; null with no flaw means that more bytes are needed.</summary>
    public SseEvent? Take(out SseFlaw? flaw)
    {
        flaw = null;
        while (Line() is { } line)
        {
            var isAlone = !_hasFields && (line.Length == 0 || _buffer[line.Start] == ':');
            if (line.Length > 0 && !isAlone)
            {
                _hasFields = true;
                continue;
            }

            return Event(line.Next, out flaw);
        }

        if (_end - _start > maxEventBytes)
        {
            flaw = SseFlaw.TooLarge;
        }

        return null;
    }

    public void Dispose()
    {
        ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = [];
    }

    private SseEvent? Event(int end, out SseFlaw? flaw)
    {
        var raw = _buffer.AsSpan(_start, end - _start);
        flaw = raw.Length > maxEventBytes ? SseFlaw.TooLarge : Utf8.IsValid(raw) ? null : SseFlaw.NotUtf8;
        if (flaw is not null)
        {
            return null;
        }

        _start = end;
        _hasFields = false;
        return SseFields.Read(raw.ToArray());
    }

    /// <summary>The next whole line of the event that is being read.</summary>
    private (int Start, int Length, int Next)? Line()
    {
        if (!Begin())
        {
            return null;
        }

        var stop = _buffer.AsSpan(_searched, _end - _searched).IndexOfAny(_lineEnds);
        if (stop < 0)
        {
            // What stands behind the last line end is searched again: a line's start has to be known.
            return null;
        }

        var line = _searched;
        var next = line + stop + 1;
        if (_buffer[next - 1] == '\r')
        {
            // A CR ends its line at once; whether an LF belongs to it may be known only later.
            if (next < _end)
            {
                next += _buffer[next] == '\n' ? 1 : 0;
            }
            else
            {
                _skipLineFeed = true;
            }
        }

        _searched = next;
        return (line, stop, next);
    }

    /// <summary>Passes over a byte order mark at the start, and over the LF of a CR LF that came in two pieces.</summary>
    private bool Begin()
    {
        if (!_isBegun)
        {
            var head = _buffer.AsSpan(_start, _end - _start);
            var mark = "\uFEFF"u8;
            if (head.Length < mark.Length && mark.StartsWith(head))
            {
                return false;
            }

            _isBegun = true;
            if (head.StartsWith(mark))
            {
                _start += mark.Length;
                _searched = _start;
            }
        }

        if (_skipLineFeed && _searched < _end)
        {
            _skipLineFeed = false;
            if (_buffer[_searched] == '\n')
            {
                _start += _searched == _start ? 1 : 0;
                _searched++;
            }
        }

        return true;
    }

    private void Make()
    {
        var length = _end - _start;
        var target = _buffer;
        if (_buffer.Length - length < 1024)
        {
            target = ArrayPool<byte>.Shared.Rent(_buffer.Length * 2);
        }

        _buffer.AsSpan(_start, length).CopyTo(target);
        if (target != _buffer)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = target;
        }

        _searched -= _start;
        _end = length;
        _start = 0;
    }
}
