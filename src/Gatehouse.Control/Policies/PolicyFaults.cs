using Gatehouse.Policy;

namespace Gatehouse.Control.Policies;

/// <summary>Faults of policies.</summary>
internal static class PolicyFaults
{
    public static readonly FaultCode Invalid = new("policy-invalid");
    public static readonly FaultCode Unconfirmed = new("policy-unconfirmed");
    public static readonly FaultCode InUse = new("policy-in-use");
    public static readonly FaultCode TestsInvalid = new("policy-tests-invalid");
    public static readonly FaultCode TestsFailed = new("policy-tests-failed");
    public static readonly FaultCode TestsTooLong = new("policy-tests-too-long");
    public static readonly FaultCode Proposed = new("policy-proposed");
    public static readonly FaultCode NotProposed = new("version-not-proposed");
    public static readonly FaultCode ProposalOwn = new("proposal-own");
    public static readonly FaultCode ProposalStale = new("proposal-stale");
    public static readonly FaultCode NothingObserved = new("nothing-observed");
    public static readonly FaultCode NameTaken = new("policy-name-taken");
}
