using Gatehouse.Policy;

namespace Gatehouse.Control.Policies;

/// <summary>Faults of policies.</summary>
internal static class PolicyFaults
{
    public static readonly FaultCode Invalid = new("policy-invalid");
    public static readonly FaultCode Unconfirmed = new("policy-unconfirmed");
    public static readonly FaultCode InUse = new("policy-in-use");
    public static readonly FaultCode NameTaken = new("policy-name-taken");
}
