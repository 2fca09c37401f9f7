using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Egress;

/// <summary>The one way out: makes every handler through which the process opens connections.</summary>
public static class EgressGuard
{
    private const int MaxHeaderKilobytes = 32;

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan ConnectionIdle = TimeSpan.FromSeconds(30);

    /// <summary>Whether a URL may be saved and used under the rule; names are resolved only when connecting.</summary>
    /// <returns>Null when it may.</returns>
    public static Fault? Check(string url, EgressRule rule)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            return new Fault(EgressFaults.UrlInvalid, "the address is not an http or https URL");
        if (uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
        {
            return new Fault(
                EgressFaults.UrlInvalid, "the URL has user info or a fragment", "configure credentials as headers");
        }

        var host = HostSpelling.HostOf(url);
        if (!rule.IsOperatorAddress && !HostSpelling.IsPlain(host))
            return new Fault(EgressFaults.UrlInvalid, "the host is not in its plain spelling");
        return IPAddress.TryParse(uri.IdnHost.Trim('[', ']'), out var address) && !rule.Admits(address)
            ? new Fault(EgressFaults.AddressRefused, "the address is not public, and the operator did not open it")
            : null;
    }

    /// <summary>Whether every address that a URL's name has now may be connected to under the rule.</summary>
    /// <returns>The first one that may not; null where all may, and where the name has none now.</returns>
    public static Task<IPAddress?> RefusedAddressAsync(Uri url, EgressRule rule, CancellationToken cancel) =>
        RefusedAddressAsync(url, rule, Dns.GetHostAddressesAsync, cancel);

    /// <summary>The same with another resolver, for tests.</summary>
    internal static async Task<IPAddress?> RefusedAddressAsync(Uri url, EgressRule rule, HostResolver resolve, CancellationToken cancel)
    {
        var host = url.IdnHost.Trim('[', ']');
        try
        {
            var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await resolve(host, cancel).ConfigureAwait(false);
            return Array.Find(addresses, address => !rule.Admits(address));
        }
        catch (SocketException)
        {
            // Nothing can be reached by it, and it is looked up and checked again on each connection.
            return null;
        }
    }

    /// <summary>One connection for what is not HTTP, only where the rule says. It belongs to the caller.</summary>
    /// <remarks>Throws <see cref="EgressRefusedException"/> for an address that is refused, <see cref="SocketException"/> where nobody answers.</remarks>
    public static async Task<Stream> ConnectAsync(string host, int port, EgressRule rule, CancellationToken cancel)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        limit.CancelAfter(rule.ConnectTimeout);
        return await new EgressConnector(rule, Dns.GetHostAddressesAsync).ConnectAsync(new DnsEndPoint(host, port), limit.Token).ConfigureAwait(false);
    }

    /// <summary>A handler that connects only where the rule says. It belongs to the caller.</summary>
    public static SocketsHttpHandler NewHandler(EgressRule rule) => NewHandler(rule, Dns.GetHostAddressesAsync);

    /// <summary>The same with another resolver, for tests of what names may resolve to.</summary>
    [SuppressMessage("ApiDesign", "RS0030", Justification = "The one place that makes a handler; all others ask here.")]
    internal static SocketsHttpHandler NewHandler(EgressRule rule, HostResolver resolve)
    {
        var connector = new EgressConnector(rule, resolve);
        return new SocketsHttpHandler
        {
            // SECURITY: a redirect would carry body and API keys to a host that nobody checked.
            AllowAutoRedirect = false,
            MaxAutomaticRedirections = 1,
            UseCookies = false,
            UseProxy = false,
            Proxy = null,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            Credentials = null,
            PreAuthenticate = false,
            ConnectTimeout = rule.ConnectTimeout,
            Expect100ContinueTimeout = TimeSpan.FromSeconds(1),
            PooledConnectionLifetime = ConnectionLifetime,
            PooledConnectionIdleTimeout = ConnectionIdle,
            MaxConnectionsPerServer = rule.MaxConnections,
            MaxResponseHeadersLength = MaxHeaderKilobytes,
            // What is not read is not drained either: the connection is closed, which tells the server at once.
            MaxResponseDrainSize = 0,
            ResponseDrainTimeout = TimeSpan.FromMilliseconds(1),
            EnableMultipleHttp2Connections = false,
            ConnectCallback = (context, cancel) => connector.ConnectAsync(context.DnsEndPoint, cancel),
        };
    }
}
