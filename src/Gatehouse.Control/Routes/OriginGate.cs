using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Control.Routes;

/// <summary>Before routing: only under our names, and changes by browsers only from our own pages.</summary>
internal sealed class OriginGate(RequestDelegate next, PeopleAddress address)
{
    private static readonly Fault _stranger = new(
        ControlFaults.HostUnknown, "this server does not answer to the name it was asked by", "set the public address in the server's settings");

    private static readonly Fault _foreign = new(
        ControlFaults.OriginForeign, "the request was sent by a page of another site", "open the page of this server itself");

    public Task InvokeAsync(HttpContext http)
    {
        http.Features.Set(address);
        Headers.Set(http.Response);
        var request = http.Request;
        if (!address.Knows(request.Host))
        {
            return Problems.WriteAsync(http, _stranger);
        }

        return IsSafe(request.Method) || IsFromOurPages(request) ? next(http) : Problems.WriteAsync(http, _foreign);
    }

    private static bool IsSafe(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method);

    // A program sends neither a cookie nor an origin. A browser that sends a cookie must say where it comes from.
    private bool IsFromOurPages(HttpRequest request)
    {
        if (request.Headers.Origin.Count > 0)
        {
            return address.IsOwn(request.Headers.Origin, request.Host);
        }

        var site = request.Headers["Sec-Fetch-Site"];
        return site.Count > 0 ? site == "same-origin" : !request.Cookies.ContainsKey(SessionCookie.Name(address));
    }
}
