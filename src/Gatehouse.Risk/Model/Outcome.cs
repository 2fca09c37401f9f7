namespace Gatehouse.Risk.Model;

/// <summary>What the model tells apart: categories with their levels.</summary>
internal static class Outcome
{
    /// <summary>All, in the order of the network's outputs; <c>tools/risk/train.py</c> has the same.</summary>
    public static readonly (RiskCategory Category, RiskLevel Level)[] All =
    [
        (RiskCategory.Read, RiskLevel.Low), (RiskCategory.Read, RiskLevel.Medium),
        (RiskCategory.Write, RiskLevel.Medium), (RiskCategory.Write, RiskLevel.High),
        (RiskCategory.Execute, RiskLevel.High), (RiskCategory.Execute, RiskLevel.Critical),
        (RiskCategory.Destructive, RiskLevel.High), (RiskCategory.Destructive, RiskLevel.Critical),
        (RiskCategory.Financial, RiskLevel.Critical),
    ];

    /// <summary>Where a category's outcomes begin and how many there are, mildest first; none for <see cref="RiskCategory.Other"/>.</summary>
    public static (int First, int Count) Of(RiskCategory category) => category switch
    {
        RiskCategory.Read => (0, 2),
        RiskCategory.Write => (2, 2),
        RiskCategory.Execute => (4, 2),
        RiskCategory.Destructive => (6, 2),
        RiskCategory.Financial => (8, 1),
        _ => (0, 0),
    };
}
