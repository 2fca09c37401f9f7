using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gatehouse.Risk.Lexicon;

namespace Gatehouse.Risk.Model;

/// <summary>A network of one hidden layer over the features of a definition, learned from labelled tools.</summary>
/// <remarks>
/// <c>network.bin</c>, little-endian: the hidden units' thresholds as 32 whole numbers of 4 bytes; the weights of each outcome as 32
/// floating-point numbers of 4 bytes; then of each feature, in the order of <c>features.txt</c>, 32 signed bytes.
/// Sums of the first layer are whole numbers, those of the second are taken in one order: every machine gets the same.
/// </remarks>
internal sealed class Network
{
    /// <summary>Hidden units.</summary>
    public const int Units = 32;

    private static readonly Lazy<Network> Shared = new(static () => new Network());

    private readonly int[] _thresholds = new int[Units];
    private readonly double[] _outputs = new double[Outcome.All.Length * Units];
    private readonly sbyte[] _rows;

    private Network()
    {
        Features = new FeatureTable();
        var bytes = LexiconFile.Bytes("network.bin").AsSpan();
        for (var unit = 0; unit < Units; unit++)
        {
            _thresholds[unit] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(unit * 4)..]);
        }

        bytes = bytes[(Units * 4)..];
        for (var at = 0; at < _outputs.Length; at++)
        {
            _outputs[at] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(at * 4)..]);
        }

        _rows = MemoryMarshal.Cast<byte, sbyte>(bytes[(_outputs.Length * 4)..]).ToArray();
        if (_rows.Length != Features.Count * Units)
        {
            throw new InvalidOperationException($"network.bin has {_rows.Length} weights for {Features.Count} features");
        }
    }

    /// <summary>The one network.</summary>
    public static Network Instance => Shared.Value;

    /// <summary>What it looks at.</summary>
    public FeatureTable Features { get; }

    /// <summary>The hidden units for a definition.</summary>
    /// <param name="rows">The rows of its features, each once.</param>
    /// <param name="units">Takes <see cref="Units"/> values, 0 for a unit that is silent.</param>
    public void Listen(ReadOnlySpan<int> rows, Span<int> units)
    {
        _thresholds.CopyTo(units);
        Span<short> sums = stackalloc short[Units];

        // 250 bytes at most go into a sum of 16 bits.
        for (; rows.Length > 0; rows = rows[Math.Min(rows.Length, 250)..])
        {
            Add(rows[..Math.Min(rows.Length, 250)], sums);
            for (var unit = 0; unit < Units; unit++)
            {
                units[unit] += sums[unit];
            }
        }

        for (var unit = 0; unit < Units; unit++)
        {
            units[unit] = Math.Max(units[unit], 0);
        }
    }

    /// <summary>How much an outcome is spoken for: the logarithm of its share, but for a constant.</summary>
    public double Output(int outcome, ReadOnlySpan<int> units)
    {
        var weights = _outputs.AsSpan(outcome * Units, Units);
        var sum = 0.0;
        for (var unit = 0; unit < Units; unit++)
        {
            sum += weights[unit] * units[unit];
        }

        return sum;
    }

    /// <summary>What one feature adds to one outcome against another, given which units are silent. The sum over all features and
    /// thresholds is exactly the difference of the two outputs.</summary>
    public double Part(int row, int outcome, int against, ReadOnlySpan<int> units)
    {
        var weights = _outputs.AsSpan(outcome * Units, Units);
        var others = _outputs.AsSpan(against * Units, Units);
        var bytes = _rows.AsSpan(row * Units, Units);
        var sum = 0.0;
        for (var unit = 0; unit < Units; unit++)
        {
            sum += units[unit] > 0 ? (weights[unit] - others[unit]) * bytes[unit] : 0;
        }

        return sum;
    }

    private void Add(ReadOnlySpan<int> rows, Span<short> sums)
    {
        var (first, second, third, fourth) = (Vector128<short>.Zero, Vector128<short>.Zero, Vector128<short>.Zero, Vector128<short>.Zero);
        foreach (var row in rows)
        {
            var bytes = _rows.AsSpan(row * Units, Units);
            var (lower, upper) = (Vector128.Create<sbyte>(bytes[..16]), Vector128.Create<sbyte>(bytes[16..]));
            first += Vector128.WidenLower(lower);
            second += Vector128.WidenUpper(lower);
            third += Vector128.WidenLower(upper);
            fourth += Vector128.WidenUpper(upper);
        }

        first.CopyTo(sums);
        second.CopyTo(sums[8..]);
        third.CopyTo(sums[16..]);
        fourth.CopyTo(sums[24..]);
    }
}
