using System.Text;

namespace Gatehouse.Policy.Operators.Urls;

/// <summary>An entry <c>[scheme://]host[:port]</c> of a policy; <c>*.example.com</c> is every sub-domain.</summary>
internal sealed class ListedHost
{
    private readonly bool secure;
    private readonly byte[] host;
    private readonly int port;
    private readonly bool isWildcard;

    private ListedHost(WebAddress address, ReadOnlySpan<byte> host, bool isWildcard)
    {
        secure = address.IsSecure;
        this.host = host.ToArray();
        port = address.Port;
        this.isWildcard = isWildcard;
    }

    /// <summary>Reads an entry, or null where it is none.</summary>
    public static ListedHost? Read(ReadOnlySpan<byte> utf8)
    {
        if (!WebAddress.TryTakeScheme(ref utf8, out var secure))
            secure = true;
        if (!WebAddress.TryReadHost(utf8, secure, out var address))
            return null;
        var wild = address.Host.StartsWith("*."u8);
        var name = wild ? address.Host[2..] : address.Host;
        if (!HostText.IsPlain(name) || (wild && !HostText.IsDomain(name)))
            return null;
        return new ListedHost(address, wild ? address.Host[1..] : name, wild);
    }

    /// <summary>Whether the entry lists the address; unknown where the host is listed with another scheme or port.</summary>
    public Truth Lists(in WebAddress address)
    {
        var sameHost = isWildcard
            ? HostText.IsDomain(address.Host) && address.Host.Length > host.Length
                && Ascii.EqualsIgnoreCase(address.Host[^host.Length..], host)
            : Ascii.EqualsIgnoreCase(address.Host, host);
        if (!sameHost)
            return Truth.False;
        return address.IsSecure == secure && address.Port == port ? Truth.True : Truth.Unknown;
    }
}
