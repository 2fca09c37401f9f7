using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Gatehouse.Control.Routes;
using Gatehouse.Gateway.Sealing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Control.OpenId;

/// <summary>One way to the issuer and back, as the browser keeps it, sealed.</summary>
/// <param name="State">Comes back in the address.</param>
/// <param name="Nonce">Comes back in the token.</param>
/// <param name="Verifier">Of PKCE.</param>
/// <param name="Next">The page afterwards: a path of ours.</param>
/// <param name="SessionId">With a session: who links the issuer to their account. Empty for who signs in.</param>
internal sealed record OpenIdFlow(string State, string Nonce, string Verifier, string Next, string SessionId)
{
    private const string Purpose = "openid-flow";
    private const int Parts = 5;
    private const int LongestNext = 1024;

    private static readonly TimeSpan _life = TimeSpan.FromMinutes(10);

    /// <summary>A new one.</summary>
    public static OpenIdFlow Begin(string? next, string? sessionId) => new(Random(), Random(), Random(), Own(next), sessionId ?? "");

    /// <summary>SPEC: RFC 7636 §4.2.</summary>
    public string Challenge => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(Verifier)));

    /// <summary>Gives it to the browser. It comes back from the issuer's page, so it cannot be as strict as a session.</summary>
    public void Keep(HttpContext http, Sealer sealer, TimeProvider time) => http.Response.Cookies.Append(
        Name(http),
        sealer.Seal(Purpose, "", "", Encoding.ASCII.GetBytes(string.Join('\n', State, Nonce, Verifier, Next, SessionId)), time.GetUtcNow() + _life),
        Options(http));

    /// <summary>Takes it from the browser, for one use; null where there is none, or it is too old.</summary>
    public static OpenIdFlow? Take(HttpContext http, Sealer sealer)
    {
        var kept = http.Request.Cookies[Name(http)];
        http.Response.Cookies.Delete(Name(http), Options(http));
        return kept is not null && sealer.Open(Purpose, "", "", kept) is { } bytes
            && Encoding.ASCII.GetString(bytes).Split('\n') is { Length: Parts } parts
                ? new OpenIdFlow(parts[0], parts[1], parts[2], parts[3], parts[4])
                : null;
    }

    // SECURITY: a path of ours, never an address: neither `//host` nor `/\host`, which browsers read as one.
    private static string Own(string? next) =>
        next is { Length: > 0 and <= LongestNext } && next[0] == '/' && (next.Length == 1 || next[1] is not ('/' or '\\'))
        && !next.AsSpan().ContainsAnyExceptInRange('!', '~') && !next.Contains('\\', StringComparison.Ordinal)
            ? next
            : "/";

    private static string Name(HttpContext http) => Address(http).IsSecure ? "__Host-gatehouse-openid" : "gatehouse-openid";

    private static PeopleAddress Address(HttpContext http) => http.Features.GetRequiredFeature<PeopleAddress>();

    private static CookieOptions Options(HttpContext http) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = Address(http).IsSecure, Path = "/", IsEssential = true, MaxAge = _life,
    };

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
}
