using Gatehouse.Policy;

namespace Gatehouse.Gateway.Egress;

/// <summary>The faults of outbound addresses and headers.</summary>
internal static class EgressFaults
{
    public static readonly FaultCode UrlInvalid = new("url-invalid");
    public static readonly FaultCode AddressRefused = new("address-refused");
    public static readonly FaultCode HeaderInvalid = new("header-invalid");
}
