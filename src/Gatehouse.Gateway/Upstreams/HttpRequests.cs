using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using Gatehouse.Gateway.Egress;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>Writes the HTTP requests for one upstream. What is not named here is never sent.</summary>
/// <remarks>
/// SECURITY: nothing of the client's own headers is copied. The operator's headers, the transport's own, the marker
/// against loops; for a modern message the `Mcp-*` headers are derived anew from the message itself.
/// </remarks>
internal sealed class HttpRequests(UpstreamEntry.Http entry, LoopMarker marker)
{
    private const string Both = "application/json, text/event-stream";

    /// <summary>The request; null where a header of it must not be sent.</summary>
    /// <param name="request">What to ask.</param>
    /// <param name="url">Where.</param>
    /// <param name="authorization">What the entry's <see cref="ICredentialSource"/> gave; null for an entry without one.</param>
    public HttpRequestMessage? Write(UpstreamRequest request, Uri url, string? authorization)
    {
        var message = new HttpRequestMessage(MethodOf(request.Verb), url)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        if (request.Verb == UpstreamVerb.Send)
            message.Content = new BodyContent(request.Body);
        if (AddConfigured(message) && (authorization is null || HeaderText.TryAdd(message.Headers, "Authorization", authorization))
            && AddTransport(message, request) && AddModern(message, request))
            return message;
        message.Dispose();
        return null;
    }

    private static HttpMethod MethodOf(UpstreamVerb verb) => verb switch
    {
        UpstreamVerb.Listen => HttpMethod.Get,
        UpstreamVerb.End => HttpMethod.Delete,
        _ => HttpMethod.Post,
    };

    private bool AddConfigured(HttpRequestMessage message)
    {
        foreach (var (name, value) in entry.Headers)
        {
            if (!HeaderText.TryAdd(message.Headers, name, value))
                return false;
        }

        return true;
    }

    private bool AddTransport(HttpRequestMessage message, UpstreamRequest request)
    {
        var headers = message.Headers;
        var accept = request.Verb switch
        {
            UpstreamVerb.Listen => "text/event-stream",
            UpstreamVerb.Send when request.AcceptsEvents => Both,
            _ => "application/json",
        };
        return HeaderText.TryAdd(headers, "Accept", accept)
            && HeaderText.TryAdd(headers, LoopMarker.Header, marker.Extend(request.LoopChain))
            && AddTrace(headers, request)
            && (request.ProtocolVersion is not { } version || HeaderText.TryAdd(headers, "MCP-Protocol-Version", version))
            && (request.SessionId is not { } session || HeaderText.TryAdd(headers, "Mcp-Session-Id", session))
            && (request.LastEventId is not { } last || HeaderText.TryAdd(headers, "Last-Event-ID", last));
    }

    // A trace context that is not well formed is not passed on; it is no reason to refuse a call.
    private static bool AddTrace(HttpRequestHeaders headers, UpstreamRequest request)
    {
        if (request.TraceParent is { } parent && ActivityContext.TryParse(parent, request.TraceState, out _))
        {
            HeaderText.TryAdd(headers, "traceparent", parent);
            if (request.TraceState is { Length: > 0 } state)
                HeaderText.TryAdd(headers, "tracestate", state);
        }

        return true;
    }

    // SPEC: 2026-07-28, Streamable HTTP, standard request headers.
    private static bool AddModern(HttpRequestMessage message, UpstreamRequest request)
    {
        if (request.Era != Era.Modern || request.Message is not { } body)
            return true;
        if (!HeaderText.TryAdd(message.Headers, "Mcp-Method", HeaderValue.Encode(body.Method)))
            return false;
        if (NameOf(request, body) is { } name && !HeaderText.TryAdd(message.Headers, "Mcp-Name", HeaderValue.Encode(name)))
            return false;
        foreach (var (header, value) in request.ParamHeaders)
        {
            if (!header.StartsWith("Mcp-Param-", StringComparison.OrdinalIgnoreCase)
                || !HeaderText.TryAddArgument(message.Headers, header, value))
            {
                return false;
            }
        }

        return true;
    }

    private static string? NameOf(UpstreamRequest request, ClientMessage body) => body.Method switch
    {
        "tools/call" or "prompts/get" => body.Name,
        "resources/read" => body.Uri,
        "tasks/get" or "tasks/update" or "tasks/cancel" => request.OpenedTaskId,
        _ => null,
    };
}
