using Gatehouse.Gateway.Egress;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Remote;

/// <summary>The address of a server's people's listener.</summary>
internal static class ServerAddress
{
    private const string Example = "write it like https://gatehouse.example.com";

    /// <summary>Reads an address: scheme, host and port, nothing behind them.</summary>
    /// <remarks>Fault: <c>address-invalid</c>.</remarks>
    public static (Uri? Address, Fault? Fault) Read(string text)
    {
        if (EgressGuard.Check(text, new EgressRule { IsOperatorAddress = true }) is { } fault)
        {
            return (null, new Fault(RemoteFaults.AddressInvalid, $"`{text}` is no address of a server: {fault.Message}", Example));
        }

        var address = new Uri(text);
        return address.PathAndQuery.Length <= 1
            ? (address, null)
            : (null, new Fault(RemoteFaults.AddressInvalid, $"`{text}` has more than host and port", Example));
    }

    /// <summary>SECURITY: a key in plain HTTP is for everybody on the way. Null where it may be sent.</summary>
    /// <remarks>Fault: <c>address-insecure</c>.</remarks>
    public static Fault? Insecure(Uri address, bool isAllowed) => isAllowed || !IsPlain(address)
        ? null
        : new Fault(
            RemoteFaults.AddressInsecure, $"`{Shown(address)}` is plain http: everybody on the way can read the API key",
            "use https, or say `--insecure-http` where the way is safe by other means");

    /// <summary>Whether what is sent there can be read on the way.</summary>
    public static bool IsPlain(Uri address) => address.Scheme == Uri.UriSchemeHttp && !address.IsLoopback;

    /// <summary>The address as people write it.</summary>
    public static string Shown(Uri address) => address.GetLeftPart(UriPartial.Authority);
}
