using System.Globalization;
using Gatehouse.Risk.Lexicon;

namespace Gatehouse.Risk.Model;

/// <summary>Weights of words, learned from labelled tools; it decides where the rules are not sure.</summary>
/// <remarks>Lines of <c>weights.txt</c>: a feature, a tab, five whole numbers in the order of <see cref="Classes"/>, in hundredths.</remarks>
internal sealed class LinearModel
{
    /// <summary>The classes in the order of the columns.</summary>
    public static readonly RiskCategory[] Classes =
        [RiskCategory.Read, RiskCategory.Write, RiskCategory.Execute, RiskCategory.Destructive, RiskCategory.Financial];

    private static readonly Lazy<LinearModel> Shared = new(static () => new LinearModel());

    private readonly Dictionary<string, short[]> _weights = new(StringComparer.Ordinal);

    private LinearModel()
    {
        foreach (var line in LexiconFile.Raw("weights.txt"))
        {
            var fields = line.Split('\t');
            if (fields.Length == 2)
            {
                _weights[fields[0]] = [.. fields[1].Split(' ').Select(number => short.Parse(number, CultureInfo.InvariantCulture))];
            }
        }
    }

    /// <summary>The one model.</summary>
    public static LinearModel Instance => Shared.Value;

    /// <summary>The likeliest class, how likely it is, and the features that weighed most for it.</summary>
    public ModelVote Vote(List<string> features)
    {
        Span<double> sums = stackalloc double[Classes.Length];
        foreach (var feature in features)
        {
            if (_weights.TryGetValue(feature, out var weights))
            {
                for (var at = 0; at < sums.Length; at++)
                {
                    sums[at] += weights[at] / 100.0;
                }
            }
        }

        var best = 0;
        for (var at = 1; at < sums.Length; at++)
        {
            best = sums[at] > sums[best] ? at : best;
        }

        var total = 0.0;
        foreach (var sum in sums)
        {
            total += Math.Exp(sum - sums[best]);
        }

        return new(Classes[best], 1 / total, Weightiest(features, best));
    }

    private string[] Weightiest(List<string> features, int column) =>
    [
        .. features.Distinct(StringComparer.Ordinal)
            .Where(_weights.ContainsKey)
            .Select(feature => (Feature: feature, Weight: (int)_weights[feature][column]))
            .Where(one => one.Weight > 0 && one.Feature != "bias")
            .OrderByDescending(one => one.Weight)
            .ThenBy(one => one.Feature, StringComparer.Ordinal)
            .Take(3)
            .Select(one => string.Create(CultureInfo.InvariantCulture, $"model: {one.Feature} {one.Weight / 100.0:+0.00}")),
    ];
}

/// <summary>What the model says.</summary>
/// <param name="Category">The likeliest class.</param>
/// <param name="Share">How likely, 0 to 1.</param>
/// <param name="Reasons">The three features that weighed most.</param>
internal readonly record struct ModelVote(RiskCategory Category, double Share, string[] Reasons);
