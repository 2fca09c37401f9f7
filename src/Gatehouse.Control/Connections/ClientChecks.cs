using System.Text.Json;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Faults;

namespace Gatehouse.Control.Connections;

/// <summary>What clients may say of themselves, in a document of theirs or when they register.</summary>
internal static class ClientChecks
{
    /// <summary>Longest address in characters.</summary>
    public const int LongestAddress = 1024;

    private const int MostRedirects = 20;
    private const int LongestName = 100;

    /// <summary>Schemes that a browser does something with by itself: none of them leads to a program.</summary>
    private static readonly string[] _browsers =
    [
        "javascript", "data", "blob", "file", "about", "view-source", "vbscript", "ftp", "ws", "wss", "mailto", "tel", "filesystem", "intent",
    ];

    /// <summary>Reads what counts; null and a reason where it cannot be used.</summary>
    public static (ClientWords? Words, string? Problem) Read(JsonElement document)
    {
        try
        {
            return ReadSound(document);
        }
        catch (InvalidOperationException)
        {
            return (null, "a text has half a character in it");
        }
    }

    private static (ClientWords? Words, string? Problem) ReadSound(JsonElement document)
    {
        if (document.List("redirect_uris") is not { Length: > 0 and <= MostRedirects } redirects)
        {
            return (null, $"`redirect_uris` has to have 1 to {MostRedirects} addresses");
        }

        if (Array.Find(redirects, static text => !IsRedirect(text)) is { } bad)
        {
            return (null, $"`redirect_uris` may be https, http on the same machine, or a scheme of the program's own; `{ControlFaults.Shown(bad)}` is not");
        }

        if (document.List("response_types") is { } responses && !responses.Contains("code", StringComparer.Ordinal))
        {
            return (null, "`response_types` needs `code`");
        }

        if (document.List("grant_types") is { } grants && !grants.Contains("authorization_code", StringComparer.Ordinal))
        {
            return (null, "`grant_types` needs `authorization_code`");
        }

        var name = string.Concat((document.Text("client_name") ?? "").EnumerateRunes().Take(LongestName));
        return (new ClientWords(name, [.. redirects.Distinct(StringComparer.Ordinal)]), null);
    }

    /// <summary>Whether a client runs on the person's own machine: then the port of its address is chosen anew each time.</summary>
    /// <remarks>SPEC: RFC 8252 §7.3.</remarks>
    public static bool IsNative(IEnumerable<string> redirects) =>
        redirects.All(static text => new Uri(text) is var url && (url.IsLoopback || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp)));

    // SECURITY: what is compared is the text, so a text that two readers read differently is not taken.
    private static bool IsRedirect(string text)
    {
        if (text.Length > LongestAddress || text.AsSpan().ContainsAnyExceptInRange('!', '~') || text.AsSpan().IndexOfAny("\\\"<>#`") >= 0
            || !Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || url.Fragment.Length > 0)
        {
            return false;
        }

        if (url.Scheme == Uri.UriSchemeHttps)
        {
            return url.Host.Length > 0;
        }

        return url.Scheme == Uri.UriSchemeHttp ? url.IsLoopback : !_browsers.Contains(url.Scheme, StringComparer.Ordinal);
    }
}

/// <summary>What a client says of itself.</summary>
/// <param name="Name">What it calls itself; empty for nothing.</param>
/// <param name="Redirects">Where browsers may be sent with an answer.</param>
internal sealed record ClientWords(string Name, string[] Redirects);
