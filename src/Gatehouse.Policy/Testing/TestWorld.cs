using System.Collections.Frozen;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Policy.Testing;

/// <summary>What a case's calls leave behind: counters, and the facts of the session.</summary>
internal sealed class TestWorld(PolicyDecisionPoint point, ToolFacts tool, PolicyTestCall call)
{
    // What a session called is remembered for 24 hours.
    private static readonly TimeSpan Memory = TimeSpan.FromHours(24);

    private readonly CounterKeeper _counters = new();
    private DateTimeOffset? _lastCall;

    /// <summary>Makes the call at that time: steps 1 to 11.</summary>
    public PolicyTestActual Call(DateTimeOffset now)
    {
        var decision = point.Decide(new CallFacts
        {
            Tool = tool,
            Arguments = call.Arguments.Span,
            Server = call.Server,
            Grant = call.Grant,
            Client = call.Client,
            Session = SessionAt(now),
            Now = now,
        });
        if (decision.Outcome == Outcome.Denied)
        {
            return new PolicyTestActual(Outcome.Denied, decision.Rule, decision.Message);
        }

        // 8. A call without room is denied before a person is asked; one that waits takes nothing.
        var origin = new CallOrigin(call.Grant.Id, call.Server.Id, call.SessionId);
        var pending = decision.Outcome == Outcome.NeedsApproval;
        var shortage = pending
            ? _counters.Peek(decision.Limits, origin, now)
            : _counters.Reserve(decision.Limits, origin, now);
        if (shortage is not null)
        {
            var rule = shortage.Charge.Layer.Prefix + shortage.Charge.Limit.Rule;
            return new PolicyTestActual(Outcome.Denied, rule, PolicyTestRun.ShortageText(shortage));
        }

        if (pending)
        {
            return new PolicyTestActual(decision.Outcome, decision.Rule, decision.Approvals[0].Message);
        }

        // 11. The call enters the session's facts when it is recorded.
        _lastCall = now;
        return new PolicyTestActual(decision.Outcome, decision.Rule, decision.Message);
    }

    private SessionFacts SessionAt(DateTimeOffset now)
    {
        var before = call.Session;
        if (_lastCall is not { } last || now - last > Memory)
        {
            return before;
        }

        return new SessionFacts
        {
            Called = before.Called.Append(tool.Name).ToFrozenSet(StringComparer.Ordinal),
            Categories = tool.Category is { } category
                ? before.Categories.Append(category).ToFrozenSet(StringComparer.Ordinal)
                : before.Categories,
            CategoryUnknown = before.CategoryUnknown || tool.Category is null,
            CalledElsewhere = before.CalledElsewhere,
            CategoriesElsewhere = before.CategoriesElsewhere,
            IsOlderThanProcess = before.IsOlderThanProcess,
        };
    }
}
