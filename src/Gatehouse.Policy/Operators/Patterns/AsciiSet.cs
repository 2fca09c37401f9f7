namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>A set of units below 128.</summary>
/// <param name="Low">Those below 64, as bits.</param>
/// <param name="High">The others, as bits.</param>
internal readonly record struct AsciiSet(ulong Low, ulong High)
{
    /// <summary>Whether a unit below 128 is in the set.</summary>
    public bool Has(char unit) => (((unit < 64 ? Low : High) >> (unit & 63)) & 1) != 0;

    /// <summary>The set with a unit below 128.</summary>
    public AsciiSet With(int unit) => unit < 64
        ? this with { Low = Low | (1UL << unit) }
        : this with { High = High | (1UL << (unit & 63)) };

    /// <summary>What is in either of them.</summary>
    public AsciiSet With(AsciiSet other) => new(Low | other.Low, High | other.High);
}
