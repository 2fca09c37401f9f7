using Gatehouse.Policy.Operators;

namespace Gatehouse.Policy.Predicates;

/// <summary>What <c>increment_from</c> adds to a counter: the exact sum of every value reached.</summary>
/// <param name="Amount">The sum; null where a value is not an amount, or none was reached.</param>
/// <param name="Why">Why a value could not be read; none where it is a number that is no amount.</param>
internal readonly record struct AmountSum(decimal? Amount, UnknownWhy Why)
{
    // No limit can hold more than 2^63−1, so a larger sum is above every max, whatever it is exactly.
    private const decimal AboveEveryMax = long.MaxValue + 1m;

    /// <summary>Adds up the values of a slot.</summary>
    public static AmountSum Of(in CallReading reading, int slot)
    {
        decimal? sum = null;
        for (var at = reading.Cells.Tails[slot]; at >= 0; at = reading.Cells[at].Previous)
        {
            ref readonly var cell = ref reading.Cells[at];
            if (cell.State == CellState.Empty)
            {
                continue;
            }

            if (cell.State != CellState.Value || cell.Kind != ArgumentKind.Number)
            {
                return new AmountSum(null, WhyNot(cell));
            }

            if (!ExactNumber.TryRead(reading.Arguments.Slice(cell.Start, cell.Length), out var number))
            {
                return new AmountSum(null, UnknownWhy.InexactNumber);
            }

            if (!number.IsAmount)
            {
                return new AmountSum(null, UnknownWhy.None);
            }

            sum = Math.Min((sum ?? 0m) + number.Value, AboveEveryMax);
        }

        return new AmountSum(sum, sum is null ? UnknownWhy.Missing : UnknownWhy.None);
    }

    private static UnknownWhy WhyNot(in Cell cell) => cell.State switch
    {
        CellState.Missing => UnknownWhy.Missing,
        CellState.AmbiguousName => UnknownWhy.AmbiguousName,
        _ => UnknownWhy.WrongType,
    };
}
