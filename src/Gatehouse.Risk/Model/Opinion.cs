using System.Globalization;
using System.Runtime.InteropServices;

namespace Gatehouse.Risk.Model;

/// <summary>What the network says of one definition.</summary>
internal sealed class Opinion
{
    private const int Reasons = 3;

    // The first outcome that runs, destroys or pays.
    private const int Dangerous = 4;

    private readonly List<int> _rows;
    private readonly int[] _units = new int[Network.Units];
    private readonly double[] _shares = new double[Outcome.All.Length];

    /// <summary>Asks the network.</summary>
    /// <param name="rows">The rows of the definition's features; one that comes twice counts once. Sorted afterwards.</param>
    public Opinion(List<int> rows)
    {
        _rows = rows;
        Distinct(rows);
        Network.Instance.Listen(CollectionsMarshal.AsSpan(rows), _units);
        var top = double.MinValue;
        for (var at = 0; at < _shares.Length; at++)
        {
            _shares[at] = Network.Instance.Output(at, _units);
            top = Math.Max(top, _shares[at]);
        }

        var total = 0.0;
        for (var at = 0; at < _shares.Length; at++)
        {
            total += _shares[at] = Math.Exp(_shares[at] - top);
        }

        for (var at = 0; at < _shares.Length; at++)
        {
            _shares[at] /= total;
        }
    }

    /// <summary>How likely a category is, 0 to 1.</summary>
    public double Share(RiskCategory category)
    {
        var (first, count) = Outcome.Of(category);
        var share = 0.0;
        for (var at = first; at < first + count; at++)
        {
            share += _shares[at];
        }

        return share;
    }

    /// <summary>The likeliest category, leaning towards the dangerous ones, and how likely it is.</summary>
    /// <param name="caution">How likely those that run, destroy or pay must be together to be chosen, 0 to 1.</param>
    public (RiskCategory Category, double Share) Choose(double caution)
    {
        var best = Largest(RiskCategory.Read);

        // To miss what runs, destroys or pays is worse than to be careful with what does not.
        var danger = 0.0;
        foreach (var share in _shares.AsSpan(Dangerous))
        {
            danger += share;
        }

        // One of several dangerous classes is as likely as they are together: that is why it is chosen.
        return danger > caution && best < RiskCategory.Execute ? (Largest(RiskCategory.Execute), danger) : (best, Share(best));
    }

    /// <summary>How likely the graver level of a category is where the category holds, 0 to 1; null where it has one level only.</summary>
    public double? Graver(RiskCategory category) =>
        Outcome.Of(category) is (var first, 2) ? _shares[first + 1] / Math.Max(_shares[first] + _shares[first + 1], double.Epsilon) : null;

    /// <summary>The three features that spoke most for a category against the likeliest other one, the strongest first.</summary>
    public string[] Weightiest(RiskCategory category)
    {
        var (first, count) = Outcome.Of(category);
        if (count == 0)
        {
            return [];
        }

        var (mine, other) = (first, -1);
        for (var at = 0; at < _shares.Length; at++)
        {
            if (at >= first && at < first + count)
            {
                mine = _shares[at] > _shares[mine] ? at : mine;
            }
            else if (other < 0 || _shares[at] > _shares[other])
            {
                other = at;
            }
        }

        return Weightiest(mine, other, "model");
    }

    /// <summary>The three features that spoke most for the graver level of a category, or for the milder one.</summary>
    public string[] WeightiestOfLevel(RiskCategory category, bool isGraver)
    {
        var first = Outcome.Of(category).First;
        return isGraver ? Weightiest(first + 1, first, "level") : Weightiest(first, first + 1, "level");
    }

    private static void Distinct(List<int> rows)
    {
        rows.Sort();
        var kept = 0;
        for (var at = 0; at < rows.Count; at++)
        {
            if (at == 0 || rows[at] != rows[at - 1])
            {
                rows[kept++] = rows[at];
            }
        }

        rows.RemoveRange(kept, rows.Count - kept);
    }

    private RiskCategory Largest(RiskCategory from)
    {
        var best = from;
        for (var category = from + 1; category <= RiskCategory.Financial; category++)
        {
            best = Share(category) > Share(best) ? category : best;
        }

        return best;
    }

    // Of equal ones the first in the file.
    private string[] Weightiest(int outcome, int against, string what)
    {
        Span<(double Part, int Row)> top = stackalloc (double, int)[Reasons];
        var count = 0;
        foreach (var row in _rows)
        {
            var part = Network.Instance.Part(row, outcome, against, _units);
            if (part <= 0 || (count == Reasons && part <= top[count - 1].Part))
            {
                continue;
            }

            var at = count < Reasons ? count++ : count - 1;
            for (; at > 0 && top[at - 1].Part < part; at--)
            {
                top[at] = top[at - 1];
            }

            top[at] = (part, row);
        }

        var said = new string[count];
        for (var at = 0; at < count; at++)
        {
            said[at] = string.Create(CultureInfo.InvariantCulture, $"{what}: {Network.Instance.Features.Name(top[at].Row)} {top[at].Part:+0.00}");
        }

        return said;
    }
}
