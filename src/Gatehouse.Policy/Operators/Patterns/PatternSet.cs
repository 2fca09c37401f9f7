using System.Collections.Frozen;
using System.Globalization;

namespace Gatehouse.Policy.Operators.Patterns;

/// <summary>The members of a character class while it is read.</summary>
internal sealed class PatternSet
{
    private const char LongS = '\u017F';

    // What a lower-case unit stands for under (?i): the units that simple lower-casing makes one, where there are several.
    private static readonly Lazy<FrozenDictionary<char, char[]>> Folded = new(() => Enumerable.Range(0, 0x10000)
        .Select(unit => (char)unit)
        .GroupBy(char.ToLowerInvariant)
        .Where(alike => alike.Skip(1).Any())
        .ToFrozenDictionary(alike => alike.Key, alike => alike.ToArray()));

    private readonly List<(char Low, char High)> ranges = [];
    private uint categories;

    /// <summary>Adds a range, and under <c>(?i)</c> what its letters are in the other case.</summary>
    public PatternSet Add(char low, char high, PatternFlags flags)
    {
        ranges.Add((low, high));
        if (!flags.IgnoreCase)
            return this;
        for (var unit = (int)low; unit <= high; unit++)
        {
            if (Folded.Value.TryGetValue(char.ToLowerInvariant((char)unit), out var alike))
                ranges.AddRange(alike.Select(one => (one, one)));
        }

        // Simple lower-casing leaves the long s alone; to Unicode's case folding it is an s.
        if (Covers(low, high, 's') || Covers(low, high, 'S'))
            ranges.Add((LongS, LongS));
        if (Covers(low, high, LongS))
            ranges.AddRange([('s', 's'), ('S', 'S')]);
        return this;
    }

    /// <summary>Adds the units of these general categories, a bit each.</summary>
    public PatternSet Add(uint someCategories)
    {
        categories |= someCategories;
        return this;
    }

    /// <summary>Adds all members of another one.</summary>
    public void Add(PatternSet other)
    {
        ranges.AddRange(other.ranges);
        categories |= other.categories;
    }

    /// <summary>The set, or all units that are not in it.</summary>
    public CharSet Seal(bool isNegated = false)
    {
        ranges.Sort();
        var joined = new List<(char Low, char High)>(ranges.Count);
        foreach (var (low, high) in ranges)
        {
            if (joined.Count > 0 && low <= joined[^1].High + 1)
                joined[^1] = (joined[^1].Low, (char)Math.Max(joined[^1].High, high));
            else
                joined.Add((low, high));
        }

        return new CharSet([.. joined], categories, isNegated);
    }

    private static bool Covers(char low, char high, char character) => low <= character && character <= high;
}
