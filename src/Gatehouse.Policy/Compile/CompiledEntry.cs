using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Predicates;

namespace Gatehouse.Policy.Compile;

/// <summary>One entry of <c>require</c>, <c>deny_if</c> or <c>require_approval</c>, ready to be judged.</summary>
internal sealed class CompiledEntry
{
    private readonly Decision _denial;
    private readonly ApprovalDemand _demand;

    /// <summary>Takes an entry and its conditions.</summary>
    /// <param name="prefix">What stands before a baseline's rule ids.</param>
    /// <param name="entry">The entry.</param>
    /// <param name="conditions">Its conditions, all of them.</param>
    public CompiledEntry(string prefix, RuleEntry entry, CompiledCondition[] conditions)
    {
        Rule = prefix + entry.Rule;
        Conditions = conditions;
        _denial = new Decision
        {
            Outcome = Outcome.Denied,
            Rule = Rule,
            Message = entry.Message ?? DenialText.ByRule(Rule),
        };
        _demand = new ApprovalDemand(
            Rule, entry.Message ?? DenialText.Approval, entry.Expires, entry.Hold, entry.Approvers);
    }

    /// <summary>The rule id with its prefix.</summary>
    public string Rule { get; }

    /// <summary>All conditions; none always hold.</summary>
    public CompiledCondition[] Conditions { get; }

    /// <summary>Kleene's AND of all conditions.</summary>
    public EntryJudgement Judge(in CallReading reading)
    {
        var result = new EntryJudgement(Truth.True, null, UnknownWhy.None);
        foreach (var condition in Conditions)
        {
            var judgement = condition.Judge(reading);
            if (judgement.Truth == Truth.False)
            {
                return new EntryJudgement(Truth.False, null, UnknownWhy.None);
            }

            if (judgement.Truth == Truth.Unknown && result.Why == UnknownWhy.None)
            {
                result = new EntryJudgement(Truth.Unknown, condition.Source, judgement.Why);
            }
        }

        return result;
    }

    /// <summary>The denial by this entry; shared unless a condition could not be checked.</summary>
    public Decision Denial(in EntryJudgement judgement) =>
        judgement.Addition is { } addition ? _denial with { Message = $"{_denial.Message} {addition}" } : _denial;

    /// <summary>The demand for a person by this entry.</summary>
    public ApprovalDemand Demand(in EntryJudgement judgement) =>
        judgement.Addition is { } addition ? _demand with { Message = $"{_demand.Message} {addition}" } : _demand;
}
