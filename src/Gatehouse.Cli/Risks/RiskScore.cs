using Gatehouse.Risk;

namespace Gatehouse.Cli.Risks;

/// <summary>How far the classifier agrees with people.</summary>
/// <param name="Results">Every labelled tool with what the classifier says of it.</param>
internal sealed record RiskScore(IReadOnlyList<(LabelledTool Label, RiskAssessment Said)> Results)
{
    /// <summary>Classifies every labelled tool.</summary>
    public static RiskScore Of(IEnumerable<LabelledTool> tools) => new([.. tools.Select(tool => (tool, RiskClassifier.Assess(tool.Tool)))]);

    /// <summary>Share of equal categories, 0 to 1.</summary>
    public double CategoryAccuracy => Share(Results.Count(one => one.Said.Category == one.Label.Category), Results.Count);

    /// <summary>Share of equal levels, 0 to 1.</summary>
    public double LevelAccuracy => Share(Results.Count(one => one.Said.Level == one.Label.Level), Results.Count);

    /// <summary>Share of the tools labelled Destructive, Execute or Financial that got one of these categories, 0 to 1.</summary>
    public double DangerousRecall => Share(
        Results.Count(one => IsDangerous(one.Label.Category) && IsDangerous(one.Said.Category)),
        Results.Count(one => IsDangerous(one.Label.Category)));

    /// <summary>Where category or level differ.</summary>
    public IEnumerable<(LabelledTool Label, RiskAssessment Said)> Misses =>
        Results.Where(one => one.Said.Category != one.Label.Category || one.Said.Level != one.Label.Level);

    /// <summary>How many tools that people put here the classifier put there.</summary>
    public int Count(RiskCategory label, RiskCategory said) => Results.Count(one => one.Label.Category == label && one.Said.Category == said);

    private static bool IsDangerous(RiskCategory category) => category >= RiskCategory.Execute;

    private static double Share(int part, int whole) => whole == 0 ? 1 : (double)part / whole;
}
