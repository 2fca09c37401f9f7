using Gatehouse.Policy;

namespace Gatehouse.Control.Approvals;

/// <summary>Why somebody may not settle a request.</summary>
internal static class ApprovalFaults
{
    public static readonly FaultCode FourEyes = new("four-eyes");
    public static readonly FaultCode ServerNotYours = new("server-not-yours");
    public static readonly FaultCode ArgumentsUnopened = new("arguments-unopened");
    public static readonly FaultCode LinkNotYours = new("link-not-yours");
    public static readonly FaultCode NotAPersons = new("key-not-a-persons");
}
