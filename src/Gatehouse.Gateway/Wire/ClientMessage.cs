using System.Collections.Immutable;

namespace Gatehouse.Gateway.Wire;

/// <summary>The three forms of a JSON-RPC message.</summary>
internal enum MessageKind : byte
{
    Request = 0,
    Notification,
    Response,
}

/// <summary>One JSON-RPC message that the strict reader found sound: a view of the bytes that will be forwarded.</summary>
/// <remarks>Slices are JSON text as it came, without blanks around it; empty where the member is absent.</remarks>
internal sealed record ClientMessage
{
    /// <summary>The whole validated body.</summary>
    public required ReadOnlyMemory<byte> Body { get; init; }

    public required MessageKind Kind { get; init; }

    public required Era Era { get; init; }

    /// <summary>The id as written: an integer within ±2^53 or a string of at most 128 characters with its quotes.</summary>
    public ReadOnlyMemory<byte> Id { get; init; }

    /// <summary>The decoded method; empty for a response.</summary>
    public string Method { get; init; } = "";

    public ReadOnlyMemory<byte> Params { get; init; }

    /// <summary>Decoded <c>params.name</c>, or null. At most 128 characters, no control, bidirectional or zero-width ones.</summary>
    public string? Name { get; init; }

    /// <summary>Decoded <c>params.uri</c>, or null.</summary>
    public string? Uri { get; init; }

    /// <summary><c>params.arguments</c>.</summary>
    public ReadOnlyMemory<byte> Arguments { get; init; }

    /// <summary><c>params._meta</c>.</summary>
    public ReadOnlyMemory<byte> Meta { get; init; }

    /// <summary><c>_meta.progressToken</c>.</summary>
    public ReadOnlyMemory<byte> ProgressToken { get; init; }

    /// <summary>Decoded <c>_meta["gatehouse/session"]</c>, 1–128 characters, or null.</summary>
    public string? AgentSession { get; init; }

    /// <summary>Decoded <c>_meta["io.modelcontextprotocol/protocolVersion"]</c>, or for a legacy <c>initialize</c> <c>params.protocolVersion</c>; else null.</summary>
    public string? ProtocolVersion { get; init; }

    /// <summary>Name and version from <c>clientInfo</c> (modern: in <c>_meta</c>; legacy: of <c>initialize</c>), or null.</summary>
    public string? ClientName { get; init; }

    /// <inheritdoc cref="ClientName"/>
    public string? ClientVersion { get; init; }

    /// <summary>The string member <c>params.cursor</c> with its quotes: sealed by the gateway.</summary>
    public ReadOnlyMemory<byte> Cursor { get; init; }

    /// <summary>The string member <c>params.taskId</c> with its quotes: sealed by the gateway.</summary>
    public ReadOnlyMemory<byte> TaskId { get; init; }

    /// <summary>The string member <c>params.requestState</c> with its quotes: sealed by the gateway.</summary>
    public ReadOnlyMemory<byte> RequestState { get; init; }

    /// <summary><c>params.inputResponses</c>.</summary>
    public ReadOnlyMemory<byte> InputResponses { get; init; }

    /// <summary>Decoded <c>params.ref.type</c>, <c>.name</c> and <c>.uri</c> of <c>completion/complete</c>, or null.</summary>
    public string? RefType { get; init; }

    /// <inheritdoc cref="RefType"/>
    public string? RefName { get; init; }

    /// <inheritdoc cref="RefType"/>
    public string? RefUri { get; init; }

    /// <summary><c>params.task</c> of a legacy <c>tools/call</c> that asks for a task.</summary>
    public ReadOnlyMemory<byte> Task { get; init; }

    /// <summary>
    /// The string member <c>taskId</c> of <c>_meta["io.modelcontextprotocol/related-task"]</c> with its quotes, in
    /// <c>params</c> or in a response's <c>result</c>: sealed by the gateway.
    /// </summary>
    public ReadOnlyMemory<byte> RelatedTaskId { get; init; }

    /// <summary><c>params.notifications</c> of <c>subscriptions/listen</c>.</summary>
    public ReadOnlyMemory<byte> Notifications { get; init; }

    /// <summary>The <c>MCP-Protocol-Version</c> header, one of <see cref="ProtocolVersions"/>; null where it is absent.</summary>
    public string? HeaderVersion { get; init; }

    /// <summary>The <c>Mcp-Param-*</c> headers of a modern request, as they came: single and decodable.</summary>
    public ImmutableArray<KeyValuePair<string, string>> ParamHeaders { get; init; } = [];

    /// <summary><c>params.requestId</c> of <c>notifications/cancelled</c>, as written.</summary>
    public ReadOnlyMemory<byte> CancelledId { get; init; }
}
