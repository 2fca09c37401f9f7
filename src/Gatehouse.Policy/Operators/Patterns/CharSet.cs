using System.Globalization;

namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>The UTF-16 units that one place of a pattern takes.</summary>
internal sealed class CharSet
{
    private readonly (char Low, char High)[] ranges;
    private readonly uint categories;
    private readonly bool isNegated;
    private readonly AsciiSet ascii;

    /// <summary>Takes ranges in ascending order that do not touch, and general categories as bits.</summary>
    public CharSet((char Low, char High)[] ranges, uint categories, bool isNegated)
    {
        this.ranges = ranges;
        this.categories = categories;
        this.isNegated = isNegated;
        for (var unit = '\0'; unit < 128; unit++)
            ascii = Looks(unit) ? ascii.With(unit) : ascii;
    }

    /// <summary>The only unit that is taken, or null where there are more.</summary>
    public char? Single => !isNegated && categories == 0 && ranges is [var one] && one.Low == one.High ? one.Low : null;

    /// <summary>The units below 128.</summary>
    public AsciiSet Ascii => ascii;

    /// <summary>Whether a unit of 128 or above may be taken; true where that is not certain.</summary>
    public bool TakesMore => isNegated || categories != 0 || ranges is [.., { High: >= '\x80' }];

    /// <summary>Whether the unit is taken.</summary>
    public bool Has(char unit) => unit < 128 ? ascii.Has(unit) : Looks(unit);

    private bool Looks(char unit)
    {
        var (low, high) = (0, ranges.Length - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            if (unit < ranges[middle].Low)
                high = middle - 1;
            else if (unit > ranges[middle].High)
                low = middle + 1;
            else
                return !isNegated;
        }

        return (categories != 0 && (categories >> (int)CharUnicodeInfo.GetUnicodeCategory(unit) & 1) != 0) != isNegated;
    }
}
