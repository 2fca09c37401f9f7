using System.Collections.Immutable;
using Gatehouse.Policy.Compile;
using Gatehouse.Policy.Predicates;

namespace Gatehouse.Policy.Decisions;

/// <summary>Steps 4 to 9 of `policy-language` section 4 for one call, in that order.</summary>
internal ref struct DecisionRun(CompiledTool tool, CallReading reading, Recorder? recorder)
{
    private readonly CompiledTool _tool = tool;
    private readonly CallReading _reading = reading;
    private readonly Recorder? _recorder = recorder;

    /// <summary>Decides by the documents in force, and says what those that only observe would have done.</summary>
    public readonly Decision Run()
    {
        var decision = Decide();
        foreach (var layer in _tool.Layers)
        {
            if (layer.Index.Observes(_reading.Call.Now))
            {
                decision = Observe(layer, decision);
            }
        }

        return decision;
    }

    private readonly Decision Decide()
    {
        // 4–7. One document after the other; the first denial is the one that is reported.
        foreach (var layer in _tool.Layers)
        {
            if (!layer.Index.Observes(_reading.Call.Now) && Denial(layer) is { } denial)
            {
                return denial;
            }
        }

        // 8. The limits of all documents: here only their amounts, for the room is in the counters.
        var limits = _tool.Allowed.Limits;
        if (_tool.HasCounted || _recorder is not null || _tool.MayObserve)
        {
            var charges = ImmutableArray.CreateBuilder<LimitCharge>();
            foreach (var layer in _tool.Layers)
            {
                if (!layer.Index.Observes(_reading.Call.Now) && Charge(layer, false, charges) is { } denial)
                {
                    return denial;
                }
            }

            limits = _tool.HasCounted || _tool.MayObserve ? charges.ToImmutable() : limits;
        }

        // 9. All entries that fire, of all documents.
        var approvals = ImmutableArray<ApprovalDemand>.Empty;
        foreach (var layer in _tool.Layers)
        {
            if (!layer.Index.Observes(_reading.Call.Now))
            {
                approvals = Ask(layer, approvals);
            }
        }

        return approvals.IsEmpty && limits == _tool.Allowed.Limits ? _tool.Allowed : new Decision
        {
            Outcome = approvals.IsEmpty ? Outcome.Allowed : Outcome.NeedsApproval,
            Rule = approvals.IsEmpty ? "" : approvals[0].Rule,
            Limits = limits,
            Approvals = approvals,
        };
    }

    private readonly Decision? Denial(CompiledLayer layer)
    {
        // 4. The default.
        if (layer.DefaultDenial is { } unmatched)
        {
            return Denied(4, unmatched);
        }

        // 5. The action, then which arguments there may be.
        if (layer.ActionDenial is { } blocked)
        {
            return Denied(5, blocked);
        }

        foreach (var (rule, check) in layer.Arguments)
        {
            if (check.Objection(_reading.Arguments) is { } objection)
            {
                return Denied(5, new Decision { Outcome = Outcome.Denied, Rule = rule, Message = objection });
            }

            _recorder?.Step(5, rule, "holds");
        }

        // 6. What must hold. Unknown counts against the call.
        foreach (var entry in layer.Require)
        {
            var judgement = entry.Judge(_reading);
            _recorder?.Entry(6, entry, judgement.Truth == Truth.True ? "holds" : "denies", _reading);
            if (judgement.Truth != Truth.True)
            {
                return entry.Denial(judgement);
            }
        }

        // 7. What must not hold. Unknown counts against the call here too.
        foreach (var entry in layer.DenyIf)
        {
            var judgement = entry.Judge(_reading);
            _recorder?.Entry(7, entry, judgement.Truth == Truth.False ? "does not fire" : "denies", _reading);
            if (judgement.Truth != Truth.False)
            {
                return entry.Denial(judgement);
            }
        }

        return null;
    }

    private readonly Decision? Charge(
        CompiledLayer layer, bool isShadow, ImmutableArray<LimitCharge>.Builder charges)
    {
        foreach (var limit in layer.Limits)
        {
            if (limit.Charge(_reading, isShadow, out var denial) is not { } charge)
            {
                return Denied(8, denial!);
            }

            _recorder?.Charge(limit, charge);
            charges.Add(charge);
        }

        return null;
    }

    private readonly ImmutableArray<ApprovalDemand> Ask(CompiledLayer layer, ImmutableArray<ApprovalDemand> approvals)
    {
        foreach (var entry in layer.Approvals)
        {
            var judgement = entry.Judge(_reading);
            _recorder?.Entry(9, entry, judgement.Truth == Truth.False ? "does not fire" : "asks", _reading);
            if (judgement.Truth != Truth.False)
            {
                approvals = approvals.Add(entry.Demand(judgement));
            }
        }

        return approvals;
    }

    // The document is run through by itself: its first denial, or else all that it asks, and its limits as shadows.
    private readonly Decision Observe(CompiledLayer layer, Decision decision)
    {
        var prefix = layer.Index.Layer.Prefix;
        var denial = layer.Hides ? new Decision { Outcome = Outcome.Denied, Rule = $"{prefix}(hidden)" } : Denial(layer);
        var shadows = ImmutableArray.CreateBuilder<LimitCharge>();
        denial ??= Charge(layer, true, shadows);
        if (denial is not null)
        {
            return decision with { Observed = decision.Observed.Add(new Observation(Outcome.Denied, denial.Rule)) };
        }

        var asked = Ask(layer, []).Select(demand => new Observation(Outcome.NeedsApproval, demand.Rule));
        return decision with
        {
            Observed = decision.Observed.AddRange(asked),
            Limits = decision.Outcome == Outcome.Denied ? [] : decision.Limits.AddRange(shadows),
        };
    }

    private readonly Decision Denied(int step, Decision denial)
    {
        _recorder?.Step(step, denial.Rule, "denies");
        return denial;
    }
}
