using Gatehouse.Control.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Control.People;

/// <summary>The cookie that holds a session's random value.</summary>
internal static class SessionCookie
{
    /// <summary>With TLS the name itself makes browsers insist on <c>Secure</c>, the path <c>/</c> and no domain.</summary>
    public static string Name(PeopleAddress address) => address.IsSecure ? "__Host-gatehouse" : "gatehouse";

    public static void Set(HttpContext http, string token) =>
        http.Response.Cookies.Append(Name(Address(http)), token, Options(Address(http)));

    /// <summary>What the browser calls itself; null where it says nothing.</summary>
    public static string? Agent(HttpContext http) => http.Request.Headers.UserAgent.ToString() is { Length: > 0 } agent ? agent : null;

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name(Address(http)), Options(Address(http)));

    private static PeopleAddress Address(HttpContext http) => http.Features.GetRequiredFeature<PeopleAddress>();

    // Without an end of its own it goes with the browser; the session's end is the server's to say.
    private static CookieOptions Options(PeopleAddress address) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = address.IsSecure, Path = "/", IsEssential = true,
    };
}
