using System.Net;
using Gatehouse.Gateway.Snapshots;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Gateway.Identity;

/// <summary>Bearer token → grant, before a byte of the body is read. The principal comes from nowhere else.</summary>
internal sealed class GrantAuthenticator(TimeProvider time, Throttle throttle)
{
    /// <summary>The grant of a request on one server, or why there is none.</summary>
    /// <param name="snapshot">Taken once for the request.</param>
    /// <param name="authorization">The Authorization header as received.</param>
    /// <param name="serverId">From the path; whether it exists is told to nobody without a grant for it.</param>
    /// <param name="http">The request, for the client's address.</param>
    /// <param name="client">Tells the address; asked only when the token is wrong, or its grant is for some networks alone.</param>
    public Identification Identify(
        GatewaySnapshot snapshot, StringValues authorization, string serverId,
        HttpContext http, Func<HttpContext, GatewaySettings, IPAddress?> client)
    {
        var grant = TokenHash.Of(BearerToken.Of(authorization)) is { } hash ? snapshot.FindGrant(hash) : null;
        if (grant is null)
        {
            return IsExceeded(client(http, snapshot.Settings))
                ? new(null, StatusCodes.Status429TooManyRequests, "too-many-wrong-tokens")
                : new(null, StatusCodes.Status401Unauthorized, authorization.Count == 0 ? "token-missing" : "token-wrong");
        }

        // SECURITY: a stolen token tells nothing where it may not be used: answered as an unknown one is, and counted as one.
        if (grant.Sources is { } sources && client(http, snapshot.Settings) is var address && !sources.Contain(address))
        {
            var status = IsExceeded(address) ? StatusCodes.Status429TooManyRequests : StatusCodes.Status401Unauthorized;
            return new(null, status, "source-not-allowed", Suspect: grant);
        }

        if (grant.Expires <= time.GetUtcNow())
        {
            return new(null, StatusCodes.Status401Unauthorized, "token-expired");
        }

        // A grant of another server sees what a stranger to this one sees: nothing here.
        return string.Equals(grant.Server.Id, serverId, StringComparison.Ordinal)
            ? new(grant, StatusCodes.Status200OK, "")
            : new(null, StatusCodes.Status404NotFound, "server-not-granted");
    }

    private bool IsExceeded(IPAddress? address) => throttle.IsExceededAfter(address?.ToString() ?? "");
}

/// <summary>Who a request is from, or the refusal.</summary>
/// <param name="Grant">The grant, or null.</param>
/// <param name="Status">200, 401, 404 or 429.</param>
/// <param name="Reason">Stable word for the record; empty with a grant.</param>
/// <param name="Suspect">Whose token it was, where it came from a network that it may not come from: for the record alone.</param>
internal readonly record struct Identification(ActiveGrant? Grant, int Status, string Reason, ActiveGrant? Suspect = null);
