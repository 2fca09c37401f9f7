using System.Globalization;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Downstream;

/// <summary>
/// The answer on a channel that knows messages only: lines, or the one stream of 2024-11-05. Ids of events are the server's own
/// stream's and mean nothing to such a client, so what is needed to take a broken stream up again is kept here.
/// </summary>
/// <param name="message">What is answered.</param>
internal abstract class MessageReply(ClientMessage message) : ReplyChannel
{
    private const int MinRetry = 500;
    private const int MaxRetry = 30_000;
    private bool _hasBegunEvents;

    /// <inheritdoc/>
    public override bool HasBegunEvents => _hasBegunEvents;

    /// <summary>The status that the answer came with; 202 until one came.</summary>
    public int Status { get; private set; } = 202;

    /// <summary>Whether the response to the request went out.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>The last event id that the server named, or null.</summary>
    public string? LastEventId { get; private set; }

    /// <summary>How long the server wants to be left alone before its stream is taken up again.</summary>
    public TimeSpan Retry { get; private set; } = TimeSpan.FromSeconds(1);

    private bool IsRequest => message.Kind == MessageKind.Request;

    /// <inheritdoc/>
    public override ValueTask JsonAsync(int status, ReadOnlyMemory<byte> json, string? sessionId)
    {
        Name(sessionId);
        if (!IsRequest)
        {
            Status = status;
            return NoteAsync(json);
        }

        IsAnswered = true;
        return SendAsync(json);
    }

    /// <inheritdoc/>
    public override ValueTask EmptyAsync(int status, string? sessionId)
    {
        Name(sessionId);
        Status = status;
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask BeginEventsAsync(int status, string? sessionId)
    {
        Name(sessionId);
        _hasBegunEvents = true;
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask EventAsync(SseEvent sse)
    {
        LastEventId = sse.Id ?? LastEventId;
        if (int.TryParse(sse.Retry, NumberStyles.None, CultureInfo.InvariantCulture, out var retry))
        {
            Retry = TimeSpan.FromMilliseconds(Math.Clamp(retry, MinRetry, MaxRetry));
        }

        if (sse.Data.IsEmpty)
        {
            return default;
        }

        IsAnswered |= IsRequest && MessageParts.TryRead(sse.Data, JsonCaps.Answer, out var parts)
            && parts.IsResponse && parts[parts.Id].SequenceEqual(message.Id.Span);
        return SendAsync(sse.Data);
    }

    /// <summary>One message to the client.</summary>
    protected abstract ValueTask SendAsync(ReadOnlyMemory<byte> json);

    /// <summary>What a message that is no request is answered with.</summary>
    protected abstract ValueTask NoteAsync(ReadOnlyMemory<byte> json);

    /// <summary>An answer named a session: its sealed id, or null.</summary>
    protected abstract void Name(string? sessionId);
}
