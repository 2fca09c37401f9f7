using System.Buffers;

namespace Gatehouse.Ledger.Index;

/// <summary>How often an answer took how long: sixteen classes to each doubling, so that a percentile is off by 3 % at most.</summary>
/// <remarks>Stored as pairs of varints: distance to the class before, count. At most 529 classes, up to 19 hours.</remarks>
internal sealed class LatencyHistogram
{
    private const int Exact = 32;
    private const int Classes = 16;
    private const int TopOctave = 35;

    private readonly long[] _counts = new long[ClassOf(long.MaxValue) + 1];

    public long Count { get; private set; }

    public void Add(long microseconds) => Add(ClassOf(microseconds), 1);

    public void Add(LatencyHistogram other)
    {
        for (var at = 0; at < _counts.Length; at++)
        {
            Add(at, other._counts[at]);
        }
    }

    /// <summary>The duration that this share of answers did not exceed; zero without answers.</summary>
    /// <param name="share">0 to 1.</param>
    public TimeSpan Percentile(double share)
    {
        var rank = Math.Max(1, (long)Math.Ceiling(share * Count));
        for (var at = 0; at < _counts.Length; at++)
        {
            rank -= _counts[at];
            if (rank <= 0)
            {
                return TimeSpan.FromMicroseconds(MiddleOf(at));
            }
        }

        return TimeSpan.Zero;
    }

    public byte[] Save()
    {
        var bytes = new ArrayBufferWriter<byte>(256);
        var last = 0;
        for (var at = 0; at < _counts.Length; at++)
        {
            if (_counts[at] > 0)
            {
                Write(bytes, (ulong)(at - last));
                Write(bytes, (ulong)_counts[at]);
                last = at;
            }
        }

        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Adds what was saved; what is no histogram adds nothing from there on.</summary>
    public void Load(ReadOnlySpan<byte> saved)
    {
        var at = 0;
        while (TryRead(ref saved, out var distance) && TryRead(ref saved, out var count))
        {
            at += (int)Math.Min(distance, int.MaxValue / 2);
            if (at >= _counts.Length || count > long.MaxValue / 2)
            {
                return;
            }

            Add(at, (long)count);
        }
    }

    private void Add(int at, long count)
    {
        _counts[at] += count;
        Count += count;
    }

    private static int ClassOf(long microseconds)
    {
        if (microseconds < Exact)
        {
            return (int)Math.Max(microseconds, 0);
        }

        var octave = Math.Min(63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)microseconds), TopOctave);
        var within = Math.Min(microseconds >> (octave - 4), (2 * Classes) - 1) - Classes;
        return Exact + ((octave - 5) * Classes) + (int)within;
    }

    private static long MiddleOf(int at)
    {
        if (at < Exact)
        {
            return at;
        }

        var octave = ((at - Exact) / Classes) + 5;
        var width = 1L << (octave - 4);
        return ((Classes + ((at - Exact) % Classes)) * width) + (width / 2);
    }

    private static void Write(ArrayBufferWriter<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Write([(byte)(value | 0x80)]);
        }

        bytes.Write([(byte)value]);
    }

    private static bool TryRead(ref ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        for (var i = 0; i < Math.Min(bytes.Length, 9); i++)
        {
            value |= (ulong)(bytes[i] & 0x7F) << (7 * i);
            if (bytes[i] < 0x80)
            {
                bytes = bytes[(i + 1)..];
                return true;
            }
        }

        return false;
    }
}
