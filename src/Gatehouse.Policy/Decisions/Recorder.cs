using System.Collections.Immutable;
using System.Globalization;
using Gatehouse.Policy.Compile;
using Gatehouse.Policy.Predicates;

namespace Gatehouse.Policy.Decisions;

/// <summary>Writes down what a decision looks at, for an explanation; a plain decision has none.</summary>
internal sealed class Recorder
{
    private readonly List<ExplanationStep> _steps = [];

    /// <summary>Everything so far, in order.</summary>
    public ImmutableArray<ExplanationStep> Steps => [.. _steps];

    /// <summary>A step without conditions.</summary>
    public void Step(int number, string rule, string result) => _steps.Add(new ExplanationStep(number, rule, result, []));

    /// <summary>A limit and by how much the call moves it.</summary>
    public void Charge(CompiledLimit limit, in LimitCharge charge) => _steps.Add(new ExplanationStep(
        8,
        limit.Rule,
        "counts",
        [new ExplainedCondition(
            $"at most {charge.Limit.Max} per {charge.Limit.Window.Text}",
            charge.Amount.ToString(CultureInfo.InvariantCulture),
            Truth.Unknown,
            UnknownWhy.None)]));

    /// <summary>An entry with all its conditions, those too that no longer mattered.</summary>
    public void Entry(int number, CompiledEntry entry, string result, in CallReading reading)
    {
        var conditions = ImmutableArray.CreateBuilder<ExplainedCondition>(entry.Conditions.Length);
        foreach (var condition in entry.Conditions)
        {
            var judgement = condition.Judge(reading);
            conditions.Add(new ExplainedCondition(
                $"{condition.Source.Path.Text} {condition.Source.Op} {condition.Source.Value.GetRawText()}",
                condition.Actual(reading),
                judgement.Truth,
                judgement.Why));
        }

        _steps.Add(new ExplanationStep(number, entry.Rule, result, conditions.ToImmutable()));
    }

    /// <summary>A decision that no entry explains says itself by which step it was made.</summary>
    public void End(Decision decision)
    {
        var first = decision.Rule switch
        {
            "(no policy)" => 1,
            "(hidden)" or "(unknown tool)" => 2,
            "(definition changed)" or "(new tool)" => 3,
            _ => 0,
        };
        if (first > 0)
        {
            Step(first, decision.Rule, "denies");
        }
        else if (decision.Outcome == Outcome.Allowed)
        {
            Step(11, "", "allowed");
        }
    }
}
