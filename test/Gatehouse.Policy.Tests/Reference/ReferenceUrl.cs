using System.Net;
using System.Text.RegularExpressions;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>"URLs are <c>scheme://host[:port]</c> and then the end, <c>/</c>, <c>?</c> or <c>#</c>."</summary>
internal static class ReferenceUrl
{
    private const RegexOptions Linear = RegexOptions.NonBacktracking;

    private sealed record Address(string Scheme, string Host, int Port);

    public static Truth HostIn(string url, IReadOnlyList<string> entries)
    {
        if (Read(url) is not { } address)
        {
            return Truth.Unknown;
        }

        var listed = entries.Select(Entry).Where(entry => IsHost(address.Host, entry.Host)).ToList();
        return listed.Exists(entry => entry.Scheme == address.Scheme && entry.Port == address.Port) ? Truth.True

            // "Host listed, but not with this scheme or port: unknown."
            : listed.Count > 0 ? Truth.Unknown
            : Truth.False;
    }

    /// <summary>"<c>*.example.com</c> is every sub-domain, not <c>example.com</c>".</summary>
    private static bool IsHost(string host, string listed) =>
        listed.StartsWith("*.", StringComparison.Ordinal)
            ? host.EndsWith(listed[1..], StringComparison.Ordinal) && host.Length > listed.Length - 1
            : host == listed;

    /// <summary>"An entry is <c>[scheme://]host[:port]</c>: without scheme https, without port the scheme's own."</summary>
    private static Address Entry(string text)
    {
        var lower = text.ToLowerInvariant();
        var match = Regex.Match(lower, @"\A(?:(?<scheme>https?)://)?(?<host>\[[^\]]*\]|[^:\[]*)(?::(?<port>[0-9]+))?\z", Linear);
        var scheme = match.Groups["scheme"].Success ? match.Groups["scheme"].Value : "https";
        return new Address(scheme, match.Groups["host"].Value, Port(match.Groups["port"], scheme));
    }

    private static Address? Read(string url)
    {
        // "Unknown too: … a backslash, blank or control character anywhere".
        if (url.Any(c => c == '\\' || char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            return null;
        }

        // "a scheme but http(s), user info, a port that is not plain 1–65535".
        var match = Regex.Match(
            url,
            @"\A(?<scheme>[Hh][Tt][Tt][Pp][Ss]?)://(?<host>\[[^\]/?#@]*\]|[^:/?#@\[\]]*)(?::(?<port>[1-9][0-9]{0,4}))?(?:[/?#]|\z)",
            Linear);
        var scheme = match.Groups["scheme"].Value.ToLowerInvariant();
        if (!match.Success || Port(match.Groups["port"], scheme) > 65_535)
        {
            return null;
        }

        var host = Ascii(match.Groups["host"].Value);
        return IsPlainHost(host) ? new Address(scheme, host, Port(match.Groups["port"], scheme)) : null;
    }

    private static int Port(Group port, string scheme) =>
        port.Success ? int.Parse(port.Value) : scheme == "https" ? 443 : 80;

    // Lower case for ASCII letters only: U+212A is no k in a host name.
    private static string Ascii(string host) => string.Concat(host.Select(c => char.IsAsciiLetterUpper(c) ? (char)(c + 32) : c));

    /// <summary>
    /// "labels of <c>a-z 0-9 - _</c>, plain dotted IPv4 or bracketed RFC 5952 IPv6 without an IPv4 inside (no trailing dot,
    /// no <c>%</c>; a last label that is a number, <c>0x…</c> too, makes it IPv4 or unknown)".
    /// </summary>
    private static bool IsPlainHost(string host)
    {
        if (host.StartsWith('['))
        {
            var inside = host[1..^1];
            return !inside.Contains('%') && !inside.Contains('.')
                && IPAddress.TryParse(inside, out var address) && address.ToString() == inside;
        }

        var labels = host.Split('.');
        if (!labels.All(label => Regex.IsMatch(label, @"\A[a-z0-9_-]+\z", Linear)))
        {
            return false;
        }

        return !Regex.IsMatch(labels[^1], @"\A(?:[0-9]+|0x[0-9a-f]*)\z", Linear)
            || (labels.Length == 4 && labels.All(label => byte.TryParse(label, out var part) && $"{part}" == label));
    }
}
