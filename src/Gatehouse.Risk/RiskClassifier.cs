using System.Collections.Immutable;
using Gatehouse.Risk.Actions;
using Gatehouse.Risk.Lexicon;
using Gatehouse.Risk.Model;
using Gatehouse.Risk.Signals;
using Gatehouse.Risk.Words;

namespace Gatehouse.Risk;

/// <summary>Says what a tool can do, from its definition alone. Pure, deterministic, offline.</summary>
public static class RiskClassifier
{
    /// <summary>Number of this classifier's rules and weights; a stored assessment says by which it was made.</summary>
    public const int Version = 1;

    private const double Agreed = 0.97;
    private const double Alone = 0.9;
    private const double Settled = 0.85;

    /// <summary>Assesses one definition.</summary>
    public static RiskAssessment Assess(ToolDefinition tool)
    {
        // 1. Words: name, description, arguments, what the server says of itself.
        var reading = new Reading(tool);

        // 2. Rules: the verb and its object. Where they are not sure, the model decides between the classes.
        var decision = Decision.Of(reading);
        var (category, confidence, evidence) = decision.IsSure ? Plain(decision) : Voted(reading, decision);

        // 3. What the vendor states can raise what nothing else settled, and never lowers.
        if (!decision.IsSure && category is RiskCategory.Read or RiskCategory.Other && (tool.ReadOnlyHint == false || tool.DestructiveHint == true))
        {
            (category, evidence) = (RiskCategory.Write, evidence.Insert(0, "annotations: not read-only"));
        }

        // 4. Signals move the level.
        reading.Deciding = decision.Act.Term;
        var (level, signals) = Weigh(reading, category);
        return new RiskAssessment
        {
            Category = category,
            Level = level,
            Signals = signals,
            Evidence = evidence,
            Confidence = confidence,
            CarriesOutsideContent = OutsideContent.IsCarried(reading, category),
        };
    }

    /// <summary>What the model looks at, for training.</summary>
    internal static (Decision Decision, List<string> Features) Observe(ToolDefinition tool)
    {
        var reading = new Reading(tool);
        var decision = Decision.Of(reading);
        var features = new List<string>(96);
        Features.Collect(reading, decision, features);
        return (decision, features);
    }

    private static (RiskCategory Category, double Confidence, ImmutableArray<string> Evidence) Plain(Decision decision) =>
    (
        decision.Verb.Category(),
        decision.Other.IsFound ? Settled : decision.IsAgreed ? Agreed : Alone,
        decision.Other.IsFound ? [decision.Act.ToString(), "against " + decision.Other] : [decision.Act.ToString()]);

    private static (RiskCategory Category, double Confidence, ImmutableArray<string> Evidence) Voted(Reading reading, Decision decision)
    {
        var features = new List<string>(96);
        Features.Collect(reading, decision, features);
        var vote = LinearModel.Instance.Vote(features);

        // SECURITY: a description cannot talk down what the name says for certain, and a name that says nothing stays one.
        var said = decision.Verb.Category();
        var floor = decision.Verb >= Verb.Destroy && decision.Act is { IsSure: true, From: "name" };
        var category = said == RiskCategory.Other || (floor && vote.Category < said) ? said : vote.Category;
        return (category, vote.Share, decision.Act.IsFound ? [decision.Act.ToString(), .. vote.Reasons] : [.. vote.Reasons]);
    }

    private static (RiskLevel Level, ImmutableArray<RiskSignal> Signals) Weigh(Reading reading, RiskCategory category)
    {
        var level = SignalTable.Start(category);
        var signals = ImmutableArray.CreateBuilder<RiskSignal>();
        foreach (var signal in SignalTable.All)
        {
            if (signal.Evidence(reading, category) is { } evidence)
            {
                signals.Add(new RiskSignal(signal.Name, evidence));
                level = signal.Move(category, level, evidence);
            }
        }

        return (level, signals.DrainToImmutable());
    }
}
