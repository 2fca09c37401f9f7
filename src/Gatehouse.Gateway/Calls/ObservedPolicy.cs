using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Calls;

/// <summary>Documents beside those in force: what they would have decided is written into the record, and decides nothing.</summary>
internal static class ObservedPolicy
{
    /// <summary>What stands before their rule in the record.</summary>
    public const string Prefix = "observed:";

    /// <summary>The same decision, with what the others say of the call.</summary>
    /// <remarks>INVARIANT: outcome, limits and approvals are those of the decision that came in, whatever happens here.</remarks>
    public static Decision Note(PolicyDecisionPoint observed, in CallFacts call, Decision decision)
    {
        Observation other;
        try
        {
            var would = observed.Decide(call);
            other = new Observation(would.Outcome, Prefix + would.Rule);
        }
#pragma warning disable CA1031 // What only looks on must not end a call; its failure is what is written down.
        catch (Exception)
#pragma warning restore CA1031
        {
            other = new Observation(Outcome.Denied, Prefix + Decision.Error.Rule);
        }

        // ORDER: first, because a record keeps only so many.
        return decision with { Observed = decision.Observed.Insert(0, other) };
    }
}
