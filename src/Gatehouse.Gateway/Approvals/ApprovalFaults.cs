using Gatehouse.Policy;

namespace Gatehouse.Gateway.Approvals;

/// <summary>Faults of the approval desk that the gateway tells apart.</summary>
public static class ApprovalFaults
{
    /// <summary>As many requests of the grant are open as may be.</summary>
    public static readonly FaultCode TooMany = new("too-many-approvals");

    /// <summary>What is parked cannot be read or written now.</summary>
    public static readonly FaultCode StoreUnavailable = new("store-unavailable");
}
