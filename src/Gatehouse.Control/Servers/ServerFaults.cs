using Gatehouse.Policy;

namespace Gatehouse.Control.Servers;

/// <summary>Faults of servers.</summary>
internal static class ServerFaults
{
    public static readonly FaultCode IdTaken = new("server-id-taken");
    public static readonly FaultCode EntryUnknown = new("stdio-entry-unknown");
    public static readonly FaultCode AddressNeeded = new("server-address-needed");
}
