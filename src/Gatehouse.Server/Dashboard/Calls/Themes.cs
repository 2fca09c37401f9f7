using Gatehouse.Control.Routes;

namespace Gatehouse.Server.Dashboard.Calls;

/// <summary>Dark or light, as the reader chose; without a choice the device says. It is a cookie, so that no page flickers.</summary>
internal static class Themes
{
    private const string Cookie = "gatehouse-theme";

    /// <summary><c>light</c>, <c>dark</c> or null.</summary>
    public static string? Of(HttpContext http) => http.Request.Cookies[Cookie] is "light" or "dark" ? http.Request.Cookies[Cookie] : null;

    public static void Map(PageRoutes pages) =>
        pages.Post("/theme", (call, sent) =>
        {
            var options = new CookieOptions { MaxAge = TimeSpan.FromDays(365), SameSite = SameSiteMode.Lax, HttpOnly = true, Path = "/" };
            if (sent["theme"] is "light" or "dark")
            {
                call.Http.Response.Cookies.Append(Cookie, sent["theme"], options);
            }
            else
            {
                call.Http.Response.Cookies.Delete(Cookie, options);
            }

            return call.GoAsync(LocalPath.Of(sent["back"]));
        }).IsPublic("how a page looks is nobody's secret");
}
