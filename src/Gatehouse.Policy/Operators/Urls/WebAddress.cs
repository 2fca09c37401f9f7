using System.Globalization;
using System.Text;

namespace Gatehouse.Policy.Operators.Urls;

/// <summary>Scheme, host and port of a plain URL.</summary>
internal readonly ref struct WebAddress
{
    private WebAddress(bool secure, ReadOnlySpan<byte> host, int port)
    {
        IsSecure = secure;
        Host = host;
        Port = port;
    }

    /// <summary>Whether the scheme is https; else it is http.</summary>
    public bool IsSecure { get; }

    /// <summary>The host as written; letter case does not matter.</summary>
    public ReadOnlySpan<byte> Host { get; }

    /// <summary>The port, that of the scheme where none is written.</summary>
    public int Port { get; }

    /// <summary>Reads a URL. False: it is not plain.</summary>
    public static bool TryRead(ReadOnlySpan<byte> utf8, out WebAddress address)
    {
        address = default;
        if (utf8.Contains((byte)'\\') || PlainCharacters.HasControl(utf8) || PlainCharacters.HasBlank(utf8))
            return false;
        if (!TryTakeScheme(ref utf8, out var secure))
            return false;
        var end = utf8.IndexOfAny((byte)'/', (byte)'?', (byte)'#');
        return TryReadHost(end < 0 ? utf8 : utf8[..end], secure, out address) && HostText.IsPlain(address.Host);
    }

    /// <summary>Takes <c>http://</c> or <c>https://</c> off. False: neither is there.</summary>
    public static bool TryTakeScheme(ref ReadOnlySpan<byte> utf8, out bool secure)
    {
        var length = utf8.IndexOf("://"u8);
        secure = length == 5 && Ascii.EqualsIgnoreCase(utf8[..5], "https"u8);
        if (!secure && !(length == 4 && Ascii.EqualsIgnoreCase(utf8[..4], "http"u8)))
            return false;
        utf8 = utf8[(length + 3)..];
        return true;
    }

    /// <summary>Reads <c>host[:port]</c>; the host is not judged yet.</summary>
    public static bool TryReadHost(ReadOnlySpan<byte> authority, bool secure, out WebAddress address)
    {
        address = default;
        var behindBracket = authority.LastIndexOf((byte)']') + 1;
        var colon = authority[behindBracket..].IndexOf((byte)':');
        if (colon < 0)
        {
            address = new WebAddress(secure, authority, secure ? 443 : 80);
            return true;
        }

        var port = authority[(behindBracket + colon + 1)..];
        if (port.Length is 0 or > 5 || port[0] == '0')
            return false;
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return false;
        address = new WebAddress(secure, authority[..(behindBracket + colon)], number);
        return true;
    }
}
