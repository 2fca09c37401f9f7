using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Policy;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Gatehouse.Control.Routes;

/// <summary>Between routing and every endpoint of the people's listener: nothing behind it runs for somebody who may not.</summary>
internal sealed class AccessGate(RequestDelegate next)
{
    public static readonly Fault Absent = new(ControlFaults.NotFound, "there is nothing at this address");
    private static readonly Fault _unknown = new(
        ControlFaults.SignInNeeded, "sign in first, or send an API key as `Authorization: Bearer`");

    public async Task InvokeAsync(HttpContext http, Credentials credentials)
    {
        var endpoint = http.GetEndpoint();
        if (endpoint is not RouteEndpoint)
        {
            await (endpoint is null ? Problems.WriteAsync(http, Absent) : MismatchAsync(http, endpoint));
            return;
        }

        // SECURITY: an endpoint that says nothing is shut. The check at start makes that impossible; this line does not trust it.
        if (endpoint.Metadata.GetMetadata<Access>() is not { } access)
        {
            await Problems.WriteAsync(http, Absent);
            return;
        }

        if (access.PublicBecause is not null)
        {
            await next(http);
            return;
        }

        var (who, fault) = await credentials.ReadAsync(http);
        if ((fault ?? (who is null ? _unknown : who.Lacks(access.Needed))) is { } refusal)
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        http.Features.Set(who);
        await next(http);
    }

    // Routing's own endpoints, where the address exists, but not with this method or kind of body.
    private static Task MismatchAsync(HttpContext http, Endpoint mismatch) => Problems.WriteAsync(
        http, mismatch.DisplayName?.StartsWith("415", StringComparison.Ordinal) == true
            ? BodyReader.WrongKind
            : new Fault(ControlFaults.MethodUnknown, $"`{ControlFaults.Shown(http.Request.Method)}` is none of this address's methods"));
}
