using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Row 3 of the way of a call: one validated message out of the body of a POST.</summary>
internal sealed class PostedMessages(HttpRefuser refuser)
{
    /// <summary>The message; null where the request was refused, and answered.</summary>
    /// <param name="http">The request.</param>
    /// <param name="settings">Sizes and times.</param>
    /// <param name="grant">Whose it is; null where callers are not grants.</param>
    public async ValueTask<ClientMessage?> ReadAsync(HttpContext http, GatewaySettings settings, ActiveGrant? grant)
    {
        var headers = WireHeaders.From(http.Request.Headers);
        if (headers.CheckMedia() is { } media)
        {
            await refuser.RefuseAsync(http, media, grant);
            return null;
        }

        var (body, status) = await BodyReading.ReadAsync(http, settings.MaxBodyBytes, settings.BodyTimeout);
        if (body is null)
        {
            await refuser.RefuseAsync(http, status, status == StatusCodes.Status413PayloadTooLarge ? "body-too-large" : "body-broken", grant);
            return null;
        }

        var (message, refusal) = WireReader.Read(body, headers);
        if (message is null)
        {
            await refuser.RefuseAsync(http, refusal!, grant);
        }

        return message;
    }
}
