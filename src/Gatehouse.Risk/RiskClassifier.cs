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
    public const int Version = 5;

    private const double Agreed = 0.97;
    private const double Alone = 0.9;

    // How sure the model must be to lower what the rules are sure of.
    private const double Overruling = 0.5;

    // How likely the dangerous classes must be to be chosen: where the rules are sure of a harmless one, find no verb at all or
    // only one that reads somewhere in the text ("Browse Services"), and elsewhere.
    private const double CautionAgainstRules = 0.15;
    private const double Caution = 0.1;

    /// <summary>Assesses one definition.</summary>
    public static RiskAssessment Assess(ToolDefinition tool)
    {
        // 1. Words: name, description, arguments, what the server says of itself.
        var reading = new Reading(tool);

        // 2. Rules: the verb and its object. 3. The model weighs what they say with the other words.
        var decision = Decision.Of(reading);
        var opinion = Ask(reading, decision);
        var (category, confidence, evidence) = Voted(opinion, decision);

        // What the vendor states can raise what nothing else settled, and never lowers.
        if (!decision.IsSure && category is RiskCategory.Read or RiskCategory.Other && (tool.ReadOnlyHint == false || tool.DestructiveHint == true))
        {
            (category, evidence) = (RiskCategory.Write, evidence.Insert(0, "annotations: not read-only"));
        }

        // 4. Signals move the level, and the model where it is sure of another one.
        reading.Deciding = decision.Act.Term;
        var (level, signals) = Weigh(reading, category);
        (level, signals, evidence) = LevelVote.Of(opinion, category, level, signals, evidence);
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
        var sink = new TextSink(features);
        Features.Collect(reading, decision, ref sink);
        return (decision, features);
    }

    private static Opinion Ask(Reading reading, Decision decision)
    {
        var rows = new List<int>(160);
        var sink = new RowSink(Network.Instance.Features, rows);
        Features.Collect(reading, decision, ref sink);
        return new Opinion(rows);
    }

    private static (RiskCategory Category, double Confidence, ImmutableArray<string> Evidence) Voted(Opinion opinion, Decision decision)
    {
        var said = decision.Verb.Category();
        var (voted, share) = opinion.Choose(IsHarmless(decision) ? CautionAgainstRules : Caution);

        // The model may raise, but not beyond the worst operation that an argument names; it lowers what the rules are sure of
        // only where it is surer itself.
        var isKept = decision.IsThingOnly || (decision.IsOfMany && voted > said)
            || (decision.IsSure && voted < said && (share < Overruling || decision.IsOfArguments));

        // SECURITY: a description cannot talk down what the name says for certain, and a name that says nothing stays one.
        var floor = decision.Verb >= Verb.Destroy && decision.Act.From != "description" && (decision.IsSure || decision.Act.IsSure);
        var category = said == RiskCategory.Other || isKept || (floor && voted < said) ? said : voted;
        return category == said && decision.Act.IsFound
            ? (category, Math.Max(decision.IsAgreed ? Agreed : decision.IsSure ? Alone : 0, voted == said ? share : 0), Plain(decision, opinion, category))
            : (category, share, [.. opinion.Weightiest(category), .. decision.Act.IsFound ? (ReadOnlySpan<string>)["against " + decision.Act] : []]);
    }

    private static bool IsHarmless(Decision decision) =>
        !decision.Act.IsFound || (decision.IsSure && decision.Verb.Category() < RiskCategory.Execute)
        || (decision is { Verb: Verb.Read, IsSure: false, Act.From: "description", Name.IsFound: false, Other.IsFound: false });

    private static ImmutableArray<string> Plain(Decision decision, Opinion opinion, RiskCategory category) => decision.IsSure
        ? decision.Other.IsFound ? [decision.Act.ToString(), "against " + decision.Other] : [decision.Act.ToString()]
        : [decision.Act.ToString(), .. opinion.Weightiest(category)];

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
