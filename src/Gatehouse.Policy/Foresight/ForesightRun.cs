using System.Collections.Immutable;
using Gatehouse.Policy.Compile;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Predicates;

namespace Gatehouse.Policy.Foresight;

/// <summary>Steps 4 to 9 of `policy-language` section 4 where facts are missing: what is certain, and what hangs on them.</summary>
/// <remarks>It errs to one side: what it calls certain is, what it calls open may be certain, too.</remarks>
internal ref struct ForesightRun(CompiledTool tool, CallReading reading, ArgumentOutline? outline, ArgumentGaps gaps)
{
    private readonly CompiledTool _tool = tool;
    private readonly CallReading _reading = reading;
    private readonly ArgumentOutline? _outline = outline;
    private readonly ArgumentGaps _gaps = gaps;

    // What the certain steps hang on, were they not certain.
    private OpenFacts _denial;

    public Prospect Run()
    {
        // 4–7. A denial that is certain is one whatever the open ones before it are; but then nobody knows which is named.
        var now = _reading.Call.Now;
        var layers = _tool.Layers.Where(layer => !layer.Index.Observes(now)).ToArray();
        foreach (var layer in layers)
        {
            if (Denial(layer) is { } rule)
            {
                return Denied(rule);
            }
        }

        // 8. Only calls can be counted without values.
        var limits = ImmutableArray.CreateBuilder<LimitCharge>();
        foreach (var limit in layers.SelectMany(static layer => layer.Limits))
        {
            if (limit.IsCounted && !KnowsAmount(limit))
            {
                _denial |= OpenFacts.Values;
            }
            else if (limit.Charge(_reading, false, out var denial) is { } charge)
            {
                limits.Add(charge);
            }
            else
            {
                return Denied(denial!.Rule);
            }
        }

        // 9. A person asked for certain is asked, whatever else might ask.
        var (asked, mayAsk) = ((string?)null, OpenFacts.None);
        foreach (var entry in layers.SelectMany(static layer => layer.Approvals))
        {
            var (truth, open) = Judge(entry);
            mayAsk |= open;
            if (truth is Truth.True or Truth.Unknown)
            {
                asked ??= mayAsk == OpenFacts.None ? entry.Rule : "";
            }
        }

        var hangsOn = _denial | (asked is null ? mayAsk : OpenFacts.None);
        return hangsOn != OpenFacts.None
            ? new Prospect(null, "", hangsOn) { Limits = limits.ToImmutable() }
            : new Prospect(asked is null ? Outcome.Allowed : Outcome.NeedsApproval, asked ?? "", OpenFacts.None) { Limits = limits.ToImmutable() };
    }

    private readonly Prospect Denied(string rule) =>
        new(Outcome.Denied, _denial == OpenFacts.None ? rule : "", OpenFacts.None);

    private string? Denial(CompiledLayer layer)
    {
        if ((layer.DefaultDenial ?? layer.ActionDenial) is { } certain)
        {
            return certain.Rule;
        }

        foreach (var (rule, check) in layer.Arguments)
        {
            switch (Holds(check))
            {
                case false: return rule;
                case null: _denial |= OpenFacts.Values; break;
            }
        }

        foreach (var entry in layer.Require)
        {
            var (truth, open) = Judge(entry);
            if (truth is Truth.False or Truth.Unknown)
            {
                return entry.Rule;
            }

            _denial |= open;
        }

        foreach (var entry in layer.DenyIf)
        {
            var (truth, open) = Judge(entry);
            if (truth is Truth.True or Truth.Unknown)
            {
                return entry.Rule;
            }

            _denial |= open;
        }

        return null;
    }

    // Null where values decide it. The names at the top alone can tell that something is too much.
    private readonly bool? Holds(ArgumentsCheck check)
    {
        var isFine = check.Objection(_reading.Arguments) is null;
        if (_outline is null or { IsExact: true })
        {
            return check switch
            {
                // SECURITY: what stands in place of a redacted value is never judged.
                _ when _gaps.IsEmpty => isFine,
                NamedArguments => isFine,
                Predicates.Schema.DeclaredArguments => _gaps.HideMembers ? null : isFine,
                _ => null,
            };
        }

        return check switch
        {
            NamedArguments => isFine ? (_outline.IsComplete ? true : null) : false,
            Predicates.Schema.DeclaredArguments => isFine ? (_outline is { IsComplete: true, HasNested: false } ? true : null) : false,
            _ => null,
        };
    }

    // Kleene's AND with a fourth value, open: one that is false ends it, whatever the open ones are.
    private readonly (Truth? Truth, OpenFacts Open) Judge(CompiledEntry entry)
    {
        var (result, open) = ((Truth?)Truth.True, OpenFacts.None);
        foreach (var condition in entry.Conditions)
        {
            var hangsOn = HangsOn(condition);
            if (hangsOn != OpenFacts.None)
            {
                open |= hangsOn;
                continue;
            }

            var truth = condition.Judge(_reading).Truth;
            if (truth == Truth.False)
            {
                return (Truth.False, OpenFacts.None);
            }

            result = truth == Truth.Unknown ? Truth.Unknown : result;
        }

        return open == OpenFacts.None ? (result, open) : (null, open);
    }

    private readonly OpenFacts HangsOn(CompiledCondition condition) => condition switch
    {
        ArgumentCondition => KnowsArgument(condition.Source) ? OpenFacts.None : OpenFacts.Values,
        SessionCondition => _reading.Call.Session is null ? OpenFacts.Session : OpenFacts.None,
        NamedFactCondition { Source.Path.Root: PathRoot.Client } => KnowsClient(condition.Source.Path) ? OpenFacts.None : OpenFacts.Client,
        _ => OpenFacts.None,
    };

    private readonly bool KnowsArgument(Condition condition)
    {
        if (_outline is null or { IsExact: true })
        {
            return !_gaps.Hide(condition.Path, asksForPresence: condition.Op == "exists");
        }

        var steps = condition.Path.Steps;
        return steps is [{ Kind: PathStepKind.Member, Key: { } key }, ..]
            && _outline.Knows(key, asksForPresence: steps.Length == 1 && condition.Op == "exists");
    }

    private readonly bool KnowsAmount(CompiledLimit limit) => limit.Source.IncrementFrom is { } amount
        && (_outline is null or { IsExact: true }
            ? !_gaps.Hide(amount, asksForPresence: false)
            : amount.Steps is [{ Kind: PathStepKind.Member, Key: { } key }, ..] && _outline.Knows(key, asksForPresence: false));

    // Records have the name that a client tells, and not its version.
    private readonly bool KnowsClient(ConditionPath path) =>
        _reading.Call.Client is { Name: not null } client && path.Steps is [{ Key: "name" }] or [{ Key: "version" }]
        && (path.Steps[0].Key == "name" || client.Version is not null);
}
