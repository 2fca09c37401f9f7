using Gatehouse.Gateway.BuiltIn;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Downstream;

/// <summary>One HTTP request of an agent: rows 1 to 4 of the way of a call, in order.</summary>
internal sealed class HttpDownstream(
    ISnapshotSource snapshots, GrantAuthenticator authenticator, GrantGate gate, SessionSeal sessions,
    OpenStreams streams, PostedMessages posted, HttpRefuser refuser, SseDoor sse, MessageHandler messages, SessionVerbs verbs,
    LoopMarker loop, BuiltInDoor builtIn)
{
    /// <summary>Answers the request; nothing but a bug of ours makes it throw.</summary>
    public async Task HandleAsync(HttpContext http)
    {
        var snapshot = snapshots.Current;

        // 1. Headers only.
        if (Framing.Check(http.Request, snapshot.Settings, Listener.IsLoopback(http)) is { } bad)
        {
            http.Response.Headers.Connection = "close";
            await refuser.RefuseAsync(http, bad.Status, bad.Reason, null);
            return;
        }

        if (!Listener.IsPrivate(http, snapshot.Settings))
        {
            await refuser.RefuseAsync(http, StatusCodes.Status403Forbidden, "proxy-unknown", null);
            return;
        }

        if (await ResourceMetadata.TryAnswerAsync(http, snapshot, builtIn))
        {
            return;
        }

        var path = McpPath.Of(http);
        if (builtIn.IsFor(snapshot, path.ServerId))
        {
            await builtIn.HandleAsync(http, snapshot, path);
            return;
        }

        // 2. The credential, before a byte of the body is read. Every path that is no server's ends here, too.
        var who = authenticator.Identify(
            snapshot, http.Request.Headers.Authorization, path.ServerId, http, Listener.Client);
        if (who.Grant is not { } grant)
        {
            if (who.Status == StatusCodes.Status401Unauthorized)
            {
                http.Response.Headers.WWWAuthenticate = ResourceMetadata.Challenge(
                    snapshot.Settings.Authorization, path.ServerId, http.Request.Headers.Authorization.Count > 0);
            }

            await refuser.RefuseAsync(http, who.Status, who.Reason, who.Suspect);
            return;
        }

        if (loop.IsOwn(http.Request.Headers))
        {
            await refuser.RefuseAsync(http, StatusCodes.Status508LoopDetected, "loop", grant);
            return;
        }

        if (gate.Enter(grant.Id, snapshot.Settings.MaxRequestsPerGrant) is not { } place)
        {
            http.Response.Headers.RetryAfter = "1";
            await refuser.RefuseAsync(http, StatusCodes.Status429TooManyRequests, "grant-busy", grant);
            return;
        }

        if (path.Door != McpDoor.Endpoint)
        {
            await sse.HandleAsync(http, snapshot, grant, path, place);
            return;
        }

        // A grant that is removed takes its streams along.
        using var reply = new HttpReply(http, streams, grant);
        try
        {
            if (HttpMethods.IsPost(http.Request.Method))
            {
                await PostAsync(http, snapshot, grant, reply);
            }
            else
            {
                await VerbAsync(http, snapshot, grant, reply);
            }
        }
        finally
        {
            place.Leave();
        }
    }

    // 3. One validated message; 4. to the handler of its method.
    private async ValueTask PostAsync(HttpContext http, GatewaySnapshot snapshot, ActiveGrant grant, HttpReply reply)
    {
        if (await posted.ReadAsync(http, snapshot.Settings, grant) is not { } message)
        {
            return;
        }

        // SPEC: 2026-07-28 ignores the session header.
        var sealedId = message.Era == Era.Modern ? null : SealedId(http);
        var session = sealedId is null ? SessionSeal.Without(message) : sessions.Open(grant, sealedId);
        if (session is null)
        {
            await refuser.RefuseAsync(http, StatusCodes.Status404NotFound, "session-unknown", grant);
            return;
        }

        await messages.HandleAsync(Context(snapshot, grant, message, session, reply));
    }

    private async ValueTask VerbAsync(HttpContext http, GatewaySnapshot snapshot, ActiveGrant grant, HttpReply reply)
    {
        var isGet = HttpMethods.IsGet(http.Request.Method);
        var version = http.Request.Headers[WireHeaders.VersionHeader];
        var isModern = version.Count == 1 && ProtocolVersions.Modern.Contains(version[0], StringComparer.Ordinal);
        if (isModern || (!isGet && !HttpMethods.IsDelete(http.Request.Method)))
        {
            http.Response.Headers.Allow = isModern ? "POST" : "GET, POST, DELETE";
            await refuser.RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "verb-unknown", grant);
            return;
        }

        if (version.Count > 1 || (version.Count == 1 && !ProtocolVersions.Legacy.Contains(version[0], StringComparer.Ordinal)))
        {
            await refuser.RefuseAsync(http, StatusCodes.Status400BadRequest, "version-unsupported", grant);
            return;
        }

        var sealedId = SealedId(http);
        var session = sealedId is null ? SessionSeal.Without(null) : sessions.Open(grant, sealedId);
        if (session is null)
        {
            await refuser.RefuseAsync(http, StatusCodes.Status404NotFound, "session-unknown", grant);
            return;
        }

        var message = new ClientMessage { Body = default, Kind = MessageKind.Notification, Era = Era.Legacy, HeaderVersion = version.Count == 1 ? version[0] : null };
        var call = Context(snapshot, grant, message, session, reply) with
        {
            LastEventId = http.Request.Headers["Last-Event-ID"] is { Count: 1 } last ? last[0] : null,
        };
        if (isGet)
        {
            await verbs.ListenAsync(call);
        }
        else
        {
            await verbs.EndAsync(call);
        }
    }

    private static CallContext Context(
        GatewaySnapshot snapshot, ActiveGrant grant, ClientMessage message, Session session, HttpReply reply) => new()
        {
            Snapshot = snapshot,
            Grant = grant,
            Message = message,
            Session = session,
            Reply = reply,
            LoopChain = reply.LoopChain,
            HasHeaders = true,
            TraceParent = reply.Header("traceparent"),
            TraceState = reply.Header("tracestate"),
            CallId = CallIds.Next(),
        };

    private static string? SealedId(HttpContext http) =>
        http.Request.Headers[HttpReply.SessionHeader] is { Count: 1 } values ? values[0] : null;
}
