using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using Gatehouse.Risk.Lexicon;

namespace Gatehouse.Risk.Model;

/// <summary>Weights of words and of what the rules said, learned from labelled tools.</summary>
/// <remarks>Lines of <c>weights.txt</c>: a feature, a tab, five whole numbers in the order of <see cref="Classes"/>, in hundredths.</remarks>
internal sealed class LinearModel
{
    /// <summary>The classes in the order of the columns.</summary>
    public static readonly RiskCategory[] Classes =
        [RiskCategory.Read, RiskCategory.Write, RiskCategory.Execute, RiskCategory.Destructive, RiskCategory.Financial];

    private const int Columns = 5;
    private const int Reasons = 3;

    // The first column of those that run, destroy or pay.
    private const int Dangerous = 2;

    private static readonly Lazy<LinearModel> Shared = new(static () => new LinearModel());

    // Open addressing over a power of two, at most a quarter full; 0 is no key.
    private readonly ulong[] _keys;
    private readonly int[] _rows;
    private readonly string[] _names;
    private readonly short[] _weights;

    private LinearModel()
    {
        var names = new List<string>();
        var weights = new List<short>();
        foreach (var line in LexiconFile.Raw("weights.txt"))
        {
            var tab = line.IndexOf('\t', StringComparison.Ordinal);
            if (tab <= 0)
            {
                continue;
            }

            names.Add(line[..tab]);
            foreach (var number in line.AsSpan(tab + 1).Split(' '))
            {
                weights.Add(short.Parse(line.AsSpan(tab + 1)[number], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture));
            }
        }

        (_names, _weights) = ([.. names], [.. weights]);
        var size = (int)BitOperations.RoundUpToPowerOf2((uint)(names.Count * 4) + 1);
        (_keys, _rows) = (new ulong[size], new int[size]);
        for (var row = 0; row < _names.Length; row++)
        {
            var hash = FeatureHash.Of(_names[row]);
            var at = Place(hash);
            if (_keys[at] != 0)
            {
                throw new InvalidOperationException($"weights.txt: `{_names[row]}` has the number of `{_names[_rows[at]]}`");
            }

            (_keys[at], _rows[at]) = (hash, row);
        }
    }

    /// <summary>The one model.</summary>
    public static LinearModel Instance => Shared.Value;

    /// <summary>The row of a feature by its hash, or -1 for one that training left out.</summary>
    public int Row(ulong hash)
    {
        var at = Place(hash);
        return _keys[at] == 0 ? -1 : _rows[at];
    }

    private static int Largest(ReadOnlySpan<int> sums)
    {
        var best = 0;
        for (var at = 1; at < sums.Length; at++)
        {
            best = sums[at] > sums[best] ? at : best;
        }

        return best;
    }

    // Where the key lies, or where it would.
    private int Place(ulong hash)
    {
        var mask = _keys.Length - 1;
        var at = (int)(hash >> 20) & mask;
        while (_keys[at] != 0 && _keys[at] != hash)
        {
            at = (at + 1) & mask;
        }

        return at;
    }

    /// <summary>The likeliest class, leaning towards the dangerous ones, and how likely it is.</summary>
    /// <param name="rows">The rows of a definition's features; a row that comes twice counts once.</param>
    /// <param name="caution">How likely the classes that run, destroy or pay must be together to be chosen, 0 to 1.</param>
    public ModelVote Vote(List<int> rows, double caution)
    {
        rows.Sort();
        Span<int> sums = stackalloc int[Columns];
        sums.Clear();
        var before = -1;
        foreach (var row in rows)
        {
            if (row != before)
            {
                var weights = _weights.AsSpan(row * Columns, Columns);
                for (var at = 0; at < Columns; at++)
                {
                    sums[at] += weights[at];
                }
            }

            before = row;
        }

        var best = Largest(sums);
        var total = 0.0;
        foreach (var sum in sums)
        {
            total += Math.Exp((sum - sums[best]) / 100.0);
        }

        // To miss what runs, destroys or pays is worse than to be careful with what does not.
        var danger = 0.0;
        foreach (var sum in sums[Dangerous..])
        {
            danger += Math.Exp((sum - sums[best]) / 100.0) / total;
        }

        // One of several dangerous classes is as likely as they are together: that is why it is chosen.
        return danger > caution && best < Dangerous
            ? new(Classes[Dangerous + Largest(sums[Dangerous..])], danger)
            : new(Classes[best], 1 / total);
    }

    /// <summary>The three features that weighed most for a class, the largest first; of equal ones the first in the file.</summary>
    /// <param name="rows">As <see cref="Vote"/> left them.</param>
    /// <param name="category">The class.</param>
    public string[] Weightiest(List<int> rows, RiskCategory category)
    {
        var column = Array.IndexOf(Classes, category);
        if (column < 0)
        {
            return [];
        }

        Span<int> top = stackalloc int[Reasons];
        var count = 0;
        var before = -1;
        foreach (var row in CollectionsMarshal.AsSpan(rows))
        {
            var weight = _weights[(row * Columns) + column];
            if (row == before || weight <= 0 || (count == Reasons && weight <= _weights[(top[count - 1] * Columns) + column]))
            {
                continue;
            }

            before = row;
            var at = count < Reasons ? count++ : count - 1;
            while (at > 0 && _weights[(top[at - 1] * Columns) + column] < weight)
            {
                top[at] = top[at - 1];
                at--;
            }

            top[at] = row;
        }

        var said = new string[count];
        for (var at = 0; at < count; at++)
        {
            said[at] = string.Create(
                CultureInfo.InvariantCulture, $"model: {_names[top[at]]} {_weights[(top[at] * Columns) + column] / 100.0:+0.00}");
        }

        return said;
    }
}

/// <summary>What the model says.</summary>
/// <param name="Category">The likeliest class.</param>
/// <param name="Share">How likely, 0 to 1.</param>
internal readonly record struct ModelVote(RiskCategory Category, double Share);
