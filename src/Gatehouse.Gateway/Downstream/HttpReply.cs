using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;
using Microsoft.AspNetCore.Http;

namespace Gatehouse.Gateway.Downstream;

/// <summary>The answer as an HTTP response. Nothing of an upstream's headers gets here but the sealed session id.</summary>
internal sealed class HttpReply(HttpContext http, OpenStreams? streams = null, ActiveGrant? grant = null) : ReplyChannel, IDisposable
{
    public const string SessionHeader = "Mcp-Session-Id";

    /// <inheritdoc/>
    public override bool HasBegunEvents => _hasBegunEvents;

    /// <inheritdoc/>
    public override CancellationToken Gone =>
        (_gone ??= Open(isEndless: false))?.Token ?? http.RequestAborted;

    /// <inheritdoc/>
    public override CancellationToken GoneOrStopping =>
        (_stopping ??= Open(isEndless: true))?.Token ?? http.RequestAborted;

    /// <inheritdoc/>
    public override bool IsCutOff => _gone is { IsCancellationRequested: true } && !http.RequestAborted.IsCancellationRequested;

    /// <summary>The marker of the gateways that the request came through, or null.</summary>
    public string? LoopChain => LoopMarker.Read(http.Request.Headers);

    /// <summary>A single request header, or null.</summary>
    public string? Header(string name) => http.Request.Headers[name] is { Count: 1 } values ? values[0] : null;

    private bool _hasBegunEvents;
    private CancellationTokenSource? _gone;
    private CancellationTokenSource? _stopping;

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping?.Dispose();
        _gone?.Dispose();
    }

    /// <inheritdoc/>
    public override ValueTask InternalErrorAsync(ClientMessage message)
    {
        if (http.Response.HasStarted && !HasBegunEvents)
        {
            http.Abort();
            return default;
        }

        return base.InternalErrorAsync(message);
    }

    /// <inheritdoc/>
    public override async ValueTask JsonAsync(int status, ReadOnlyMemory<byte> json, string? sessionId)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "application/json";
        response.ContentLength = json.Length;
        response.Headers.CacheControl = "no-store";
        Name(sessionId);
        await response.BodyWriter.WriteAsync(json, CancellationToken.None);
    }

    /// <inheritdoc/>
    public override ValueTask EmptyAsync(int status, string? sessionId)
    {
        http.Response.StatusCode = status;
        http.Response.ContentLength = 0;
        Name(sessionId);
        return default;
    }

    /// <inheritdoc/>
    public override async ValueTask BeginEventsAsync(int status, string? sessionId)
    {
        var response = http.Response;
        response.StatusCode = status;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers["X-Accel-Buffering"] = "no";
        Name(sessionId);
        _hasBegunEvents = true;
        await response.StartAsync(CancellationToken.None);
        await response.BodyWriter.FlushAsync(CancellationToken.None);
    }

    /// <inheritdoc/>
    public override async ValueTask EventAsync(SseEvent sse) =>
        await http.Response.BodyWriter.WriteAsync(sse.Raw, CancellationToken.None);

    private CancellationTokenSource? Open(bool isEndless) =>
        grant is null ? null : streams?.Open(grant, isEndless, http.RequestAborted);

    private void Name(string? sessionId)
    {
        if (sessionId is not null)
        {
            http.Response.Headers[SessionHeader] = sessionId;
        }
    }
}
