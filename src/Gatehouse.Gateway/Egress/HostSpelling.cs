using System.Buffers;
using System.Net;

namespace Gatehouse.Gateway.Egress;

/// <summary>Tells a plain host from the odd spellings that two programs read differently.</summary>
/// <remarks>
/// Plain is: four decimal numbers without leading zeros, a bracketed IPv6 address as RFC 5952 writes it, or a DNS name of
/// ASCII letters, digits and hyphens whose last label is not a number. <c>127.1</c>, <c>0x7f000001</c>, <c>0177.0.0.1</c>,
/// <c>①.②.③.④</c> and <c>127.0.0.1.</c> are not.
/// </remarks>
internal static class HostSpelling
{
    private const int MaxName = 253;
    private const int MaxLabel = 63;

    private static readonly SearchValues<char> LabelChars =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    /// <summary>The host between scheme and path as it was written, brackets included; empty where there is none.</summary>
    public static string HostOf(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        if (start < 0)
            return "";
        var authority = url.AsSpan(start + 3);
        var end = authority.IndexOfAny("/?#\\");
        authority = end < 0 ? authority : authority[..end];
        var colon = authority.LastIndexOf(':');
        return (colon > authority.LastIndexOf(']') ? authority[..colon] : authority).ToString();
    }

    /// <summary>Whether the host is written in the one plain way.</summary>
    public static bool IsPlain(string host) => PlainAddress(host) is not null || IsName(host);

    /// <summary>The address that the host is, if it is one in plain spelling.</summary>
    public static IPAddress? PlainAddress(string host)
    {
        var isBracketed = host.Length > 2 && host[0] == '[' && host[^1] == ']';
        var text = isBracketed ? host[1..^1] : host;
        return IPAddress.TryParse(text, out var address)
            && string.Equals(address.ToString(), text, StringComparison.OrdinalIgnoreCase)
            && text.Contains(':', StringComparison.Ordinal) == isBracketed
            && !text.Contains('%', StringComparison.Ordinal)
            ? address
            : null;
    }

    private static bool IsName(ReadOnlySpan<char> host)
    {
        if (host.Length is 0 or > MaxName)
            return false;
        var last = host;
        foreach (var range in host.Split('.'))
        {
            last = host[range];
            if (last.Length is 0 or > MaxLabel || last[0] == '-' || last[^1] == '-')
                return false;
            if (last.ContainsAnyExcept(LabelChars))
                return false;
        }

        return !IsNumber(last);
    }

    // What a resolver may take for the last number of an IPv4 address.
    private static bool IsNumber(ReadOnlySpan<char> label) =>
        !label.ContainsAnyExceptInRange('0', '9')
        || (label.StartsWith("0x", StringComparison.OrdinalIgnoreCase) && IsHex(label[2..]));

    private static bool IsHex(ReadOnlySpan<char> digits)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
                return false;
        }

        return true;
    }
}
