using Gatehouse.Policy;

namespace Gatehouse.Cli.Remote;

/// <summary>What can be wrong on the way to a server, before it says anything itself.</summary>
internal static class RemoteFaults
{
    /// <summary>Nobody has logged in.</summary>
    public static readonly FaultCode LoginMissing = new("login-missing");

    /// <summary>The file of the login cannot be used as it is.</summary>
    public static readonly FaultCode LoginUnusable = new("login-unusable");

    /// <summary>The address is none of a server.</summary>
    public static readonly FaultCode AddressInvalid = new("address-invalid");

    /// <summary>The API key would travel unencrypted.</summary>
    public static readonly FaultCode AddressInsecure = new("address-insecure");

    /// <summary>What was sent as a key cannot be one.</summary>
    public static readonly FaultCode KeyInvalid = new("key-invalid");

    /// <summary>The server was not reached.</summary>
    public static readonly FaultCode ServerUnreachable = new("server-unreachable");

    /// <summary>Who answers cannot show that it is the server.</summary>
    public static readonly FaultCode ServerUntrusted = new("server-untrusted");
}
