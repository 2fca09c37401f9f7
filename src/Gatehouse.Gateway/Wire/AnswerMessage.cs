using System.Collections.Immutable;

namespace Gatehouse.Gateway.Wire;

/// <summary>One message of an upstream that the strict reader found sound.</summary>
/// <remarks>Slices are JSON text as it came, views of <see cref="Body"/>; empty where the member is absent. The readers of this
/// folder fill it in as they go, for copies of so many members cost more than reading them; nobody else sets anything.</remarks>
internal sealed class AnswerMessage
{
    public required ReadOnlyMemory<byte> Body { get; init; }

    public required AnswerKind Kind { get; init; }

    /// <summary>The id as the upstream wrote it; empty for notifications, and for errors with an id of null or none.</summary>
    public ReadOnlyMemory<byte> Id { get; set; }

    /// <summary>Decoded method of a server request or notification; else empty.</summary>
    public string Method { get; set; } = "";

    /// <summary><c>params</c>, <c>result</c> or <c>error</c>, by <see cref="Kind"/>.</summary>
    public ReadOnlyMemory<byte> Content { get; set; }

    /// <summary><c>_meta</c> of the content.</summary>
    public ReadOnlyMemory<byte> Meta { get; set; }

    public ResultType ResultType { get; set; }

    /// <summary>Whether a result has <c>isError: true</c>.</summary>
    public bool IsError { get; set; }

    /// <summary>The array of a list result: <c>tools</c>, <c>prompts</c>, <c>resources</c> or <c>resourceTemplates</c>.</summary>
    public ReadOnlyMemory<byte> List { get; set; }

    /// <summary>The items of <see cref="List"/>.</summary>
    public ImmutableArray<AnswerItem> Items { get; set; } = [];

    /// <summary>The string <c>nextCursor</c> with its quotes; to be sealed.</summary>
    public ReadOnlyMemory<byte> NextCursor { get; set; }

    public ReadOnlyMemory<byte> CacheScope { get; set; }

    public ReadOnlyMemory<byte> TtlMs { get; set; }

    /// <summary>The string <c>taskId</c> of the result or of a notification about a task, with its quotes; to be sealed.</summary>
    public ReadOnlyMemory<byte> TaskId { get; set; }

    /// <summary>The string <c>task.taskId</c> of a legacy <c>CreateTaskResult</c>, with its quotes; to be sealed.</summary>
    public ReadOnlyMemory<byte> CreatedTaskId { get; set; }

    /// <summary>The string <c>taskId</c> of <c>_meta["io.modelcontextprotocol/related-task"]</c>, with its quotes; to be sealed.</summary>
    public ReadOnlyMemory<byte> RelatedTaskId { get; set; }

    /// <summary>The string <c>requestState</c> with its quotes; to be sealed.</summary>
    public ReadOnlyMemory<byte> RequestState { get; set; }

    public ReadOnlyMemory<byte> InputRequests { get; set; }

    /// <summary>Decoded <c>protocolVersion</c> of an <c>initialize</c> result, or null.</summary>
    public string? ProtocolVersion { get; set; }

    /// <summary><c>supportedVersions</c> of a <c>server/discover</c> result.</summary>
    public ReadOnlyMemory<byte> SupportedVersions { get; set; }

    /// <summary><c>capabilities</c> of an <c>initialize</c> or <c>server/discover</c> result.</summary>
    public ReadOnlyMemory<byte> Capabilities { get; set; }

    /// <summary><c>instructions</c> of an <c>initialize</c> or <c>server/discover</c> result.</summary>
    public ReadOnlyMemory<byte> Instructions { get; set; }

    /// <summary><c>progressToken</c> of <c>notifications/progress</c>.</summary>
    public ReadOnlyMemory<byte> ProgressToken { get; set; }

    /// <summary><c>requestId</c> of <c>notifications/cancelled</c>.</summary>
    public ReadOnlyMemory<byte> CancelledId { get; set; }

    /// <summary><c>uri</c> of <c>notifications/resources/updated</c>, decoded, or null.</summary>
    public string? Uri { get; set; }

    /// <summary><c>_meta["io.modelcontextprotocol/subscriptionId"]</c>: the id of the listening request.</summary>
    public ReadOnlyMemory<byte> SubscriptionId { get; set; }
}
