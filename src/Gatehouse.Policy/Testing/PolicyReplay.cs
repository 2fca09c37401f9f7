using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Foresight;

namespace Gatehouse.Policy.Testing;

/// <summary>Runs past calls, oldest first, against other documents, with counters that begin empty. Not for several threads.</summary>
public sealed class PolicyReplay
{
    private readonly CounterKeeper _counters = new();

    /// <summary>What would have been decided of one call, its limits included.</summary>
    /// <param name="point">The documents of its grant.</param>
    /// <param name="call">What is known of it; a session or a client that is null is not known.</param>
    /// <param name="outline">Its arguments without values; null where <see cref="CallFacts.Arguments"/> are they.</param>
    /// <param name="gaps">Which of the values are missing all the same; null for none.</param>
    /// <param name="session">Its session's key.</param>
    /// <param name="wasMade">Whether it was made then: one whose decision is open counts if so.</param>
    public Prospect Judge(PolicyDecisionPoint point, in CallFacts call, ArgumentOutline? outline, ArgumentGaps? gaps, string session, bool wasMade)
    {
        var prospect = point.Foresee(call, outline, gaps);
        if (prospect.Outcome == Outcome.Denied || (prospect.Outcome is null && !wasMade))
        {
            return prospect;
        }

        var origin = new CallOrigin(call.Grant.Id, call.Server.Id, session);
        var shortage = prospect.Outcome == Outcome.NeedsApproval && !wasMade
            ? _counters.Peek(prospect.Limits, origin, call.Now)
            : _counters.Reserve(prospect.Limits, origin, call.Now);
        return shortage is null || prospect.Outcome is null
            ? prospect
            : new Prospect(Outcome.Denied, shortage.Charge.Layer.Prefix + shortage.Charge.Limit.Rule, OpenFacts.None);
    }
}
