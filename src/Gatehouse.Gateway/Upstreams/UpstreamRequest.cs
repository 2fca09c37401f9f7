using System.Collections.Immutable;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>What is asked of an upstream: one message, or one of the legacy verbs without a body.</summary>
internal sealed record UpstreamRequest
{
    public required UpstreamVerb Verb { get; init; }

    public required Era Era { get; init; }

    /// <summary>The grant for whom: processes, pools and credentials are kept apart by it where they must be.</summary>
    public required string GrantId { get; init; }

    /// <summary>The validated message; null for <see cref="UpstreamVerb.Listen"/> and <see cref="UpstreamVerb.End"/>.</summary>
    public ClientMessage? Message { get; init; }

    /// <summary>The bytes to send: the message's body, but for values that were opened again.</summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>Value of the <c>MCP-Protocol-Version</c> header to send, or null for none.</summary>
    public string? ProtocolVersion { get; init; }

    /// <summary>The upstream's own session id, unsealed; null where there is none yet.</summary>
    public string? SessionId { get; init; }

    /// <summary><c>Last-Event-ID</c> of a resumed legacy stream, or null.</summary>
    public string? LastEventId { get; init; }

    /// <summary>Validated <c>Mcp-Param-*</c> headers of a modern request, name and value as they came.</summary>
    public ImmutableArray<KeyValuePair<string, string>> ParamHeaders { get; init; } = [];

    /// <summary>The task id as the upstream knows it, opened again and decoded; null where the message names none.</summary>
    public string? OpenedTaskId { get; init; }

    /// <summary>What <c>LoopMarker.Read</c> found on the client's request, or null.</summary>
    public string? LoopChain { get; init; }

    /// <summary>W3C trace context to send, or null.</summary>
    public string? TraceParent { get; init; }

    /// <inheritdoc cref="TraceParent"/>
    public string? TraceState { get; init; }

    /// <summary>Whether the client can take an event stream as the answer (it always can over stdio).</summary>
    public bool AcceptsEvents { get; init; } = true;
}

/// <summary>The verbs of the transports.</summary>
internal enum UpstreamVerb : byte
{
    /// <summary>POST of one message.</summary>
    Send = 0,

    /// <summary>GET of the stand-alone stream, legacy only.</summary>
    Listen,

    /// <summary>DELETE of the session, legacy only.</summary>
    End,
}
