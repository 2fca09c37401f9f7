using Gatehouse.Policy;

namespace Gatehouse.Control.OpenId;

/// <summary>Why somebody whom an issuer knows is not let in.</summary>
internal static class OpenIdFaults
{
    public static readonly FaultCode Off = new("openid-off");
    public static readonly FaultCode Failed = new("openid-failed");
    public static readonly FaultCode Unreachable = new("openid-unreachable");
    public static readonly FaultCode Unknown = new("openid-unknown");
    public static readonly FaultCode NotLinked = new("openid-not-linked");
    public static readonly FaultCode Taken = new("openid-taken");

    public static readonly Fault NotSetUp = new(Off, "this server knows no other issuer", "sign in with your password or a passkey");

    public static readonly Fault NotSound = new(Failed, "the issuer's answer does not belong to this sign-in, or is not sound", "begin again");

    public static readonly Fault Away = new(Unreachable, "the issuer cannot be reached", "try again, or sign in another way");

    public static readonly Fault Stranger = new(Unknown, "the issuer knows you, and this server does not", "ask an admin of your organisation to invite you");

    public static readonly Fault Unlinked = new(
        NotLinked, "an account with your address is here, and it is not known to be yours",
        "sign in to it as before, and link the issuer there");

    public static readonly Fault Others = new(Taken, "this account of the issuer is linked to another person here");
}
