using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Downstream;

/// <summary>HTTP+SSE of 2024-11-05: a GET opens the stream that is the session, and every message is posted beside it.</summary>
/// <remarks>
/// The grant was found and has a place by now. What a message may do is decided where it is for every other transport:
/// this door only says where answers go.
/// </remarks>
internal sealed class SseDoor(
    SseStreams table, OpenStreams open, PostedMessages posted, HttpRefuser refuser, SseCalls calls, TimeProvider time)
{
    private static readonly TimeSpan _beat = TimeSpan.FromSeconds(20);

    /// <summary>Answers the request, and gives its place up when everything that it began is done.</summary>
    public async ValueTask HandleAsync(
        HttpContext http, GatewaySnapshot snapshot, ActiveGrant grant, McpPath path, GrantGate.Place place)
    {
        var isStream = path.Door == McpDoor.SseStream;
        var isPassedOn = false;
        try
        {
            var isFit = isStream ? HttpMethods.IsGet(http.Request.Method) : HttpMethods.IsPost(http.Request.Method);
            if (!isFit)
            {
                http.Response.Headers.Allow = isStream ? "GET" : "POST";
                await refuser.RefuseAsync(http, StatusCodes.Status405MethodNotAllowed, "verb-unknown", grant);
            }
            else if (isStream && grant.FrozenNow(time) is not null)
            {
                await refuser.RefuseAsync(http, StatusCodes.Status403Forbidden, "grant-frozen", grant);
            }
            else if (!isStream)
            {
                isPassedOn = await PostAsync(http, snapshot, grant, path.Stream, place);
            }
            else if (IsOfThisEra(http))
            {
                await StreamAsync(http, snapshot, grant);
            }
            else
            {
                await refuser.RefuseAsync(http, StatusCodes.Status400BadRequest, "version-unsupported", grant);
            }
        }
        finally
        {
            if (!isPassedOn)
            {
                place.Leave();
            }
        }
    }

    private async ValueTask StreamAsync(HttpContext http, GatewaySnapshot snapshot, ActiveGrant grant)
    {
        // A grant that is removed takes its streams along.
        using var reply = new HttpReply(http, open, grant);
        if (table.Open(grant, reply) is not { } stream)
        {
            http.Response.Headers.RetryAfter = "1";
            await refuser.RefuseAsync(http, StatusCodes.Status429TooManyRequests, "grant-busy", grant);
            return;
        }

        using (stream)
        {
            try
            {
                await stream.BeginAsync();
                await StayAsync(stream);
            }
            finally
            {
                // ORDER: nobody finds it any more; what was accepted is seen through and still answered; then the server's
                // session goes with the stream, which nobody could take up again.
                table.Remove(stream);
                await stream.CloseAsync();
                await calls.EndAsync(stream, snapshot);
            }
        }
    }

    private async ValueTask StayAsync(SseStream stream)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_beat, time, stream.GoneOrStopping);
                await stream.KeepAliveAsync();
            }
        }
        catch (OperationCanceledException) when (stream.IsEnding)
        {
            // The client hung up, its grant went, or the gateway stops.
        }
    }

    // True where the place went along with a request that is still under way.
    private async ValueTask<bool> PostAsync(
        HttpContext http, GatewaySnapshot snapshot, ActiveGrant grant, string? name, GrantGate.Place place)
    {
        if (name is null || table.Find(grant, name) is not { } stream)
        {
            await refuser.RefuseAsync(http, StatusCodes.Status404NotFound, "session-unknown", grant);
            return false;
        }

        if (await posted.ReadAsync(http, snapshot.Settings, grant) is not { } message)
        {
            return false;
        }

        if (message.Era != Era.Legacy)
        {
            await refuser.RefuseAsync(http, WireRefusals.VersionUnsupported with { Id = message.Id }, grant);
            return false;
        }

        if (!stream.TryEnter())
        {
            await refuser.RefuseAsync(http, StatusCodes.Status404NotFound, "session-unknown", grant);
            return false;
        }

        using var answer = new HttpReply(http);
        var call = calls.Context(stream, snapshot, grant, message) with
        {
            LoopChain = answer.LoopChain,
            TraceParent = answer.Header("traceparent"),
            TraceState = answer.Header("tracestate"),
        };

        // A request is taken now and answered on the stream. Anything else is done first, so that the next message finds it done.
        if (message.Kind == MessageKind.Request)
        {
            _ = Task.Run(() => calls.AnswerAsync(stream, call, place), CancellationToken.None);
            await answer.EmptyAsync(StatusCodes.Status202Accepted, null);
            return true;
        }

        var reply = await calls.TakeAsync(stream, call);
        await (reply.Body.IsEmpty ? answer.EmptyAsync(reply.Status, null) : answer.JsonAsync(reply.Status, reply.Body, null));
        return false;
    }

    private static bool IsOfThisEra(HttpContext http)
    {
        var version = http.Request.Headers[WireHeaders.VersionHeader];
        return version.Count == 0 || (version.Count == 1 && ProtocolVersions.Legacy.Contains(version[0], StringComparer.Ordinal));
    }
}
