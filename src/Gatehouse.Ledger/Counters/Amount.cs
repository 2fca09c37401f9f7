namespace Gatehouse.Ledger.Counters;

/// <summary>Amounts as whole billionths: at most 2^63 with 9 decimals, so that sums of any length stay exact.</summary>
internal static class Amount
{
    private const decimal Billion = 1_000_000_000m;

    /// <summary>The amount in billionths. It was checked before: another one is a bug.</summary>
    public static Int128 Billionths(decimal amount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(amount);
        var scaled = amount * Billion;
        return scaled == decimal.Truncate(scaled)
            ? (Int128)scaled
            : throw new ArgumentOutOfRangeException(nameof(amount), "more than nine decimals");
    }

    /// <summary>A maximum, which is a whole number and may be larger than any amount.</summary>
    public static Int128 Ceiling(decimal max) => (Int128)decimal.Truncate(max) * 1_000_000_000;
}
