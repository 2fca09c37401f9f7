using Gatehouse.Policy;

namespace Gatehouse.Control.Grants;

/// <summary>Faults of grants.</summary>
internal static class GrantFaults
{
    public static readonly FaultCode Revoked = new("grant-revoked");
    public static readonly FaultCode Frozen = new("grant-frozen");
    public static readonly FaultCode NoHeartbeat = new("heartbeat-not-needed");
    public static readonly FaultCode IdTaken = new("grant-id-taken");
    public static readonly FaultCode TokenTaken = new("grant-token-taken");
}
