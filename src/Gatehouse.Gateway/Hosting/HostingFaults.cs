using Gatehouse.Policy;

namespace Gatehouse.Gateway.Hosting;

/// <summary>Why listeners do not start. Each has its line in docs/reference/faults.md.</summary>
public static class HostingFaults
{
    /// <summary>The address of a listener is taken, not this machine's, or not for this user.</summary>
    public static readonly FaultCode AddressUnusable = new("address-unusable");

    /// <summary>The certificate or its key cannot be read, is not PEM, or they do not belong together.</summary>
    public static readonly FaultCode CertificateUnusable = new("certificate-unusable");
}
