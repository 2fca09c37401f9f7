using Gatehouse.Gateway.BuiltIn;
using Gatehouse.Policy;

namespace Gatehouse.Control.Servers;

/// <summary>Faults of servers.</summary>
internal static class ServerFaults
{
    public static readonly FaultCode IdTaken = new("server-id-taken");
    public static readonly FaultCode IdReserved = new("server-id-reserved");
    public static readonly FaultCode EntryUnknown = new("stdio-entry-unknown");
    public static readonly FaultCode AddressNeeded = new("server-address-needed");

    /// <summary>Somebody wants the id of the server that Gatehouse itself is.</summary>
    public static readonly Fault Reserved = new(
        IdReserved, $"the id `{BuiltInId.Word}` is that of Gatehouse's own server", "choose another");
}
