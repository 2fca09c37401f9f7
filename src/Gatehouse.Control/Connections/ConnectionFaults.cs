using Gatehouse.Control.Faults;
using Gatehouse.Policy;

namespace Gatehouse.Control.Connections;

/// <summary>Faults of clients that sign in by OAuth.</summary>
internal static class ConnectionFaults
{
    public static readonly FaultCode Invalid = new("connection-request-invalid");
    public static readonly FaultCode Full = new("connections-full");

    /// <summary>A request of a client that nobody can be sent back with.</summary>
    public static Fault Refused(string why) => new(
        Invalid, $"the request cannot be answered: {string.Concat(why.Where(static letter => letter is >= ' ' and <= '~' and not '`'))}",
        "go back to the client and connect anew");
}
