using System.Buffers.Text;
using System.Security.Cryptography;

namespace Gatehouse.Ledger.Journal;

/// <summary>A growing buffer of UTF-8 text, used again and again: writing a row allocates nothing.</summary>
internal sealed class LineBuffer(int capacity = 1024)
{
    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => _bytes.AsSpan(0, Length);

    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, Length);

    public void Clear() => Length = 0;

    public void Truncate(int length) => Length = Math.Min(length, Length);

    public void Raw(scoped ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
    }

    public void Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        Length += written;
    }

    /// <summary>Exactly as it is, without an exponent.</summary>
    public void Number(decimal value)
    {
        value.TryFormat(Room(40), out var written, default, System.Globalization.CultureInfo.InvariantCulture);
        Length += written;
    }

    /// <summary>ISO 8601 in UTC, to the tick, with quotes.</summary>
    public void Time(DateTimeOffset time)
    {
        var room = Room(32);
        room[0] = (byte)'"';
        time.UtcDateTime.TryFormat(room[1..], out var written, "O", System.Globalization.CultureInfo.InvariantCulture);
        room[written + 1] = (byte)'"';
        Length += written + 2;
    }

    public void Hex(scoped ReadOnlySpan<byte> bytes)
    {
        Convert.TryToHexStringLower(bytes, Room(bytes.Length * 2), out var written);
        Length += written;
    }

    /// <summary>The hash of what stands from a position to the end.</summary>
    public void HashFrom(int start, IncrementalHash with, Span<byte> hash)
    {
        with.AppendData(_bytes, start, Length - start);
        with.GetHashAndReset(hash);
    }

    internal Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        }

        return _bytes.AsSpan(Length);
    }

    internal void Advance(int count) => Length += count;
}
