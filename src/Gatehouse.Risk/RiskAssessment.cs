using System.Collections.Immutable;

namespace Gatehouse.Risk;

/// <summary>What a tool can do, how dangerous that is, and why.</summary>
public sealed record RiskAssessment
{
    /// <summary>The worst that one call is for.</summary>
    public required RiskCategory Category { get; init; }

    /// <summary>How much care it needs.</summary>
    public required RiskLevel Level { get; init; }

    /// <summary>What moved the level, in the order of the signal table.</summary>
    public required ImmutableArray<RiskSignal> Signals { get; init; }

    /// <summary>Which words and fields decided the category, the weightiest first.</summary>
    public required ImmutableArray<string> Evidence { get; init; }

    /// <summary>Whether its results may have been written by strangers: a candidate for a policy's <c>outside</c> list.</summary>
    public bool CarriesOutsideContent { get; init; }

    /// <summary>How sure the category is: 0 to 1; below 0.6 a person should look.</summary>
    public required double Confidence { get; init; }

    /// <summary>The rule that the taxonomy recommends for category and level.</summary>
    public Recommendation Recommendation => Recommendation.Of(Category, Level);
}
