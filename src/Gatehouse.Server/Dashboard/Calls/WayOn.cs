namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>Where somebody was going who makes an account first: it outlives the mail with the link, in their browser.</summary>
internal static class WayOn
{
    private const string Cookie = "gatehouse-way-on";

    /// <summary>The path that was kept; null for none. SECURITY: whatever the cookie holds, it is a path of ours.</summary>
    public static string? Read(HttpContext http) => http.Request.Cookies[Cookie] is { } kept ? LocalPath.Of(kept) : null;

    public static void Keep(HttpContext http, string path)
    {
        if (LocalPath.Of(path) is { Length: > 1 } way)
        {
            http.Response.Cookies.Append(Cookie, way, Options(http));
        }
    }

    public static void Forget(HttpContext http) => http.Response.Cookies.Delete(Cookie, Options(http));

    // Lax: the link in the mail is opened from elsewhere.
    private static CookieOptions Options(HttpContext http) => new()
    {
        MaxAge = TimeSpan.FromDays(1), SameSite = SameSiteMode.Lax, HttpOnly = true, Secure = http.Request.IsHttps, Path = "/",
    };
}
