using Gatehouse.Control.Routes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Gatehouse.Control.Accounts;

/// <summary>Marks the browser that went to consent. It has to come along from another site, so it is not the session's cookie.</summary>
internal static class AccountCookie
{
    private static string Name(PeopleAddress address) => address.IsSecure ? "__Host-gatehouse-connect" : "gatehouse-connect";

    public static string? Read(HttpContext http) => http.Request.Cookies[Name(Address(http))];

    public static void Set(HttpContext http, string value, DateTimeOffset expires) =>
        http.Response.Cookies.Append(Name(Address(http)), value, Options(Address(http), expires));

    public static void Clear(HttpContext http) => http.Response.Cookies.Delete(Name(Address(http)), Options(Address(http), null));

    private static PeopleAddress Address(HttpContext http) => http.Features.GetRequiredFeature<PeopleAddress>();

    private static CookieOptions Options(PeopleAddress address, DateTimeOffset? expires) => new()
    {
        HttpOnly = true, SameSite = SameSiteMode.Lax, Secure = address.IsSecure, Path = "/", IsEssential = true, Expires = expires,
    };
}
