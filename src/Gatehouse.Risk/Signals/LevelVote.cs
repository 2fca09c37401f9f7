using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Risk.Model;

namespace Gatehouse.Risk.Signals;

/// <summary>The model's word on a level, after the signals had theirs: it counts where the model is all but sure of another one.</summary>
internal static class LevelVote
{
    // How sure it must be, by cross-validation. What is run, destroyed or paid is not made milder.
    private const double SureOfGraver = 0.9;
    private const double SureOfMilder = 0.96;

    // What a reader would doubt. Who may what, what is secret, or that many are touched is told by the rules alone.
    private static readonly FrozenSet<string> Doubtful = FrozenSet.Create(StringComparer.Ordinal, "private", "external");

    /// <summary>Level, signals and evidence with the model's word.</summary>
    /// <param name="opinion">What the model says.</param>
    /// <param name="category">The category.</param>
    /// <param name="level">The level by signals.</param>
    /// <param name="signals">The signals.</param>
    /// <param name="evidence">What decided the category.</param>
    public static (RiskLevel Level, ImmutableArray<RiskSignal> Signals, ImmutableArray<string> Evidence) Of(
        Opinion opinion, RiskCategory category, RiskLevel level, ImmutableArray<RiskSignal> signals, ImmutableArray<string> evidence)
    {
        if (opinion.Graver(category) is not { } graver)
        {
            return (level, signals, evidence);
        }

        var first = Outcome.Of(category).First;
        var (mild, grave) = (Outcome.All[first].Level, Outcome.All[first + 1].Level);
        if (level == mild && graver > SureOfGraver && category != RiskCategory.Destructive)
        {
            return (grave, signals, [.. evidence, .. opinion.WeightiestOfLevel(category, isGraver: true)]);
        }

        // A signal that the model does not believe goes, and with it what it moved.
        return level == grave && category <= RiskCategory.Write && 1 - graver > SureOfMilder
            && signals.All(signal => IsDoubtful(signal) || !IsRaising(signal, category, mild))
            ? (mild, [.. signals.Where(static signal => !IsDoubtful(signal))],
                [.. evidence, .. opinion.WeightiestOfLevel(category, isGraver: false)])
            : (level, signals, evidence);
    }

    // What the tool's own name says is not doubted.
    private static bool IsDoubtful(RiskSignal signal) =>
        Doubtful.Contains(signal.Name) && !signal.Evidence.StartsWith("name", StringComparison.Ordinal);

    private static bool IsRaising(RiskSignal signal, RiskCategory category, RiskLevel mild) =>
        SignalTable.Of(signal.Name).Move(category, mild, signal.Evidence) > mild;
}
