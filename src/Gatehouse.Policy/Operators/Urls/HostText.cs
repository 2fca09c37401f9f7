using System.Globalization;
using System.Text;

namespace Gatehouse.Policy.Operators.Urls;

/// <summary>Hosts as text: names, dotted IPv4 and bracketed IPv6.</summary>
internal static class HostText
{
    private const int LongestIPv6 = 48;

    /// <summary>Whether every reader takes the text for the same host.</summary>
    public static bool IsPlain(ReadOnlySpan<byte> host)
    {
        if (host is [(byte)'[', .. var inside, (byte)']'])
        {
            Span<byte> small = stackalloc byte[LongestIPv6];
            return Ascii.ToLower(inside, small, out var length) == System.Buffers.OperationStatus.Done
                && IPv6Text.IsPlain(small[..length]);
        }

        return IsName(host, out var last) && (!IsNumber(last) || IsIPv4(host));
    }

    /// <summary>Whether the plain host is a name, of which there can be sub-domains.</summary>
    public static bool IsDomain(ReadOnlySpan<byte> plain) => plain[0] != '[' && !IsIPv4(plain);

    private static bool IsName(ReadOnlySpan<byte> host, out ReadOnlySpan<byte> last)
    {
        last = host;
        while (true)
        {
            var dot = last.IndexOf((byte)'.');
            var label = dot < 0 ? last : last[..dot];
            if (label.IsEmpty)
                return false;
            foreach (var unit in label)
            {
                if (!char.IsAsciiLetterOrDigit((char)unit) && unit is not ((byte)'-' or (byte)'_'))
                    return false;
            }

            if (dot < 0)
                return true;
            last = last[(dot + 1)..];
        }
    }

    // A browser reads 0x7f000001 and 2130706433 as addresses, and any name that ends like that.
    private static bool IsNumber(ReadOnlySpan<byte> label)
    {
        if (label is [(byte)'0', (byte)'x' or (byte)'X', .. var digits])
        {
            foreach (var digit in digits)
            {
                if (!char.IsAsciiHexDigit((char)digit))
                    return false;
            }

            return true;
        }

        return !label.ContainsAnyExceptInRange((byte)'0', (byte)'9');
    }

    private static bool IsIPv4(ReadOnlySpan<byte> host)
    {
        var count = 0;
        while (!host.IsEmpty)
        {
            var dot = host.IndexOf((byte)'.');
            var part = dot < 0 ? host : host[..dot];
            if (part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0'))
                return false;
            if (!byte.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
                return false;
            count++;
            host = dot < 0 ? [] : host[(dot + 1)..];
        }

        return count == 4;
    }
}
