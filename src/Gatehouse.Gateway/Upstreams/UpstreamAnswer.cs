using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>In which form an upstream answered.</summary>
internal enum AnswerForm : byte
{
    /// <summary>No body: 202, 204, or a status alone.</summary>
    Empty = 0,

    /// <summary>One JSON text, whole and within its cap, but not yet read strictly.</summary>
    Json,

    /// <summary>A stream of events, to be taken one by one.</summary>
    Events,
}

/// <summary>An upstream's answer. Disposing ends it: what still flows is cancelled in the era's manner.</summary>
internal abstract class UpstreamAnswer : IAsyncDisposable
{
    /// <summary>HTTP status; a stdio upstream answers 200 or 202.</summary>
    public required int Status { get; init; }

    public required AnswerForm Form { get; init; }

    /// <summary>The body of <see cref="AnswerForm.Json"/>; valid until disposed.</summary>
    public ReadOnlyMemory<byte> Json { get; init; }

    /// <summary>The session id that the upstream gave or repeated, or null.</summary>
    public string? SessionId { get; init; }

    /// <summary>The next event, or null at the end of the stream. Caps and time-outs come as a fault.</summary>
    public abstract ValueTask<(SseEvent? Event, UpstreamFault? Fault)> NextAsync(CancellationToken cancel);

    public abstract ValueTask DisposeAsync();
}

/// <summary>An expected failure of an upstream.</summary>
/// <param name="Code">Stable word: <c>upstream-refused</c>, <c>upstream-timeout</c>, <c>upstream-reset</c>, <c>upstream-breaker-open</c>, <c>upstream-answer-invalid</c>, <c>upstream-answer-too-large</c>, <c>upstream-address-refused</c>, <c>upstream-process-failed</c>, <c>upstream-busy</c>, <c>session-not-found</c> …</param>
/// <param name="Status">The HTTP status for the client: 404 for a session that is gone, 502, 503 or 504.</param>
/// <param name="Message">One sentence without secrets or addresses.</param>
/// <param name="NothingSent">Whether it is certain that no byte of the message reached the upstream.</param>
internal sealed record UpstreamFault(string Code, int Status, string Message, bool NothingSent);
