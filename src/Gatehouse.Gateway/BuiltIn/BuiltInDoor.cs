using Gatehouse.Gateway.Downstream;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.BuiltIn;

/// <summary>Rows 2 and 3 of the way of a call for the server that the process itself is: who, then one validated message.</summary>
internal sealed class BuiltInDoor(IBuiltInServer? server, LoopMarker loop, PostedMessages posted, HttpRefuser refuser)
{
    // What a policy document may be long, and more than any question needs.
    private const int MostBytes = 1024 * 1024;

    /// <summary>Whether a request is for it. A server that was registered under its id before the id was kept goes first.</summary>
    public bool IsFor(GatewaySnapshot snapshot, string serverId) =>
        server is not null && serverId == BuiltInId.Word && !snapshot.Servers.ContainsKey(BuiltInId.Word);

    /// <summary>Answers the request.</summary>
    public async Task HandleAsync(HttpContext http, GatewaySnapshot snapshot, McpPath path)
    {
        // ORDER: what follows waits for a database, which nothing may do on a socket's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var token = BearerToken.Of(http.Request.Headers.Authorization).ToString();
        var entry = await server!.EnterAsync(token, Listener.Client(http, snapshot.Settings), http.RequestAborted);
        if (entry.Caller is not { } caller)
        {
            await RefuseAsync(http, entry);
            return;
        }

        using (caller)
        {
            await AnswerAsync(http, snapshot, path, caller);
        }
    }

    private async Task AnswerAsync(HttpContext http, GatewaySnapshot snapshot, McpPath path, BuiltInCaller caller)
    {
        if (loop.IsOwn(http.Request.Headers))
        {
            await refuser.RefuseAsync(http, StatusCodes.Status508LoopDetected, "loop", null);
            return;
        }

        // There are no sessions and no streams: each message is answered by itself.
        if (!HttpMethods.IsPost(http.Request.Method) || path.Door != McpDoor.Endpoint)
        {
            http.Response.Headers.Allow = "POST";
            await refuser.RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "verb-unknown", null);
            return;
        }

        var settings = snapshot.Settings;
        if (await posted.ReadAsync(http, settings with { MaxBodyBytes = Math.Min(settings.MaxBodyBytes, MostBytes) }, null) is not { } message)
        {
            return;
        }

        if (message.Kind == MessageKind.Response)
        {
            await refuser.RefuseAsync(http, StatusCodes.Status400BadRequest, "response-unexpected", null);
            return;
        }

        // ORDER: the body came in on a socket's thread.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var answer = await caller.AnswerAsync(new BuiltInRequest(message.Body, Headers(http)), http.RequestAborted);
        http.Response.StatusCode = answer.Status;
        http.Response.ContentType = answer.MediaType;
        http.Response.ContentLength = answer.Body.Length;
        http.Response.Headers.CacheControl = "no-store";
        await http.Response.BodyWriter.WriteAsync(answer.Body, CancellationToken.None);
    }

    private ValueTask RefuseAsync(HttpContext http, BuiltInEntry entry)
    {
        if (entry.Status == StatusCodes.Status401Unauthorized)
        {
            http.Response.Headers.WWWAuthenticate = "Bearer";
        }
        else if (entry.Status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable)
        {
            http.Response.Headers.RetryAfter = "1";
        }

        return refuser.RefuseAsync(http, entry);
    }

    // SECURITY: a written list: neither the credential nor anything of the connection goes on.
    private static List<KeyValuePair<string, string>> Headers(HttpContext http)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var (name, values) in http.Request.Headers)
        {
            if (values is [{ } value] && (_passed.Contains(name) || name.StartsWith(WireHeaders.ParamPrefix, StringComparison.OrdinalIgnoreCase)))
            {
                headers.Add(new(name, value));
            }
        }

        return headers;
    }

    private static readonly HashSet<string> _passed = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "Content-Type", WireHeaders.VersionHeader, WireHeaders.MethodHeader, WireHeaders.NameHeader,
    };
}
