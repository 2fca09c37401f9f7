using Gatehouse.Policy;

namespace Gatehouse.Control.Accounts;

internal static class AccountFaults
{
    public static readonly FaultCode NotAsked = new("auth-not-set");
    public static readonly FaultCode Discovery = new("account-discovery-failed");
    public static readonly FaultCode Registration = new("account-registration-failed");
    public static readonly FaultCode Refused = new("account-refused");
    public static readonly FaultCode Token = new("account-token-failed");
    public static readonly FaultCode ReturnUnknown = new("account-return-unknown");

    /// <summary>What the other side is said to lack, in our words: nothing of its text is repeated.</summary>
    public static Fault NotFound(string why) =>
        new(Discovery, why, "ask who runs the server, or save a header with a token instead");
}
