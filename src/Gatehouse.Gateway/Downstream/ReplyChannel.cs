using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Where the answer to one client message goes: an HTTP response, or the lines of a stdio client.</summary>
internal abstract class ReplyChannel
{
    /// <summary>Cancelled when the client goes away, or its grant does. Asking for it costs something: streams do.</summary>
    public abstract CancellationToken Gone { get; }

    /// <summary>The same, and when the gateway stops: for streams that would last for ever.</summary>
    public abstract CancellationToken GoneOrStopping { get; }

    /// <summary>Whether it was the grant's access that ended, while the client is still there to be told.</summary>
    public virtual bool IsCutOff => false;

    /// <summary>Whether an event stream has begun: from then on errors go into it.</summary>
    public abstract bool HasBegunEvents { get; }

    /// <summary>One JSON message, and nothing after it.</summary>
    /// <param name="status">HTTP status; a stdio client is told nothing of it.</param>
    /// <param name="json">The whole message.</param>
    /// <param name="sessionId">The sealed session id to name, or null.</param>
    public abstract ValueTask JsonAsync(int status, ReadOnlyMemory<byte> json, string? sessionId);

    /// <summary>A status without a body: an accepted notification, the end of a session.</summary>
    public abstract ValueTask EmptyAsync(int status, string? sessionId);

    /// <summary>Begins an event stream.</summary>
    public abstract ValueTask BeginEventsAsync(int status, string? sessionId);

    /// <summary>What a peer learns of a bug of ours. Nothing, where the answer has already begun and cannot be taken back.</summary>
    public virtual ValueTask InternalErrorAsync(ClientMessage message)
    {
        if (message.Kind != MessageKind.Request)
        {
            return HasBegunEvents ? default : EmptyAsync(500, null);
        }

        var error = WireWriter.Error(message.Id, RpcCode.InternalError, "Internal error", "internal-error");
        return HasBegunEvents ? EventAsync(SseWriter.Event(error)) : JsonAsync(500, error, null);
    }

    /// <summary>One event of the stream, sent at once.</summary>
    public abstract ValueTask EventAsync(SseEvent sse);
}
