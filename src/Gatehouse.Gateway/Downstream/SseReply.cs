using System.Buffers;
using System.Globalization;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Downstream;

/// <summary>The answer to a message of 2024-11-05: messages go to the client's stream, statuses to the POST that brought it.</summary>
/// <param name="stream">The client's stream.</param>
/// <param name="message">What is answered.</param>
internal sealed class SseReply(SseStream stream, ClientMessage message) : ReplyChannel
{
    private const int MinRetry = 500;
    private const int MaxRetry = 30_000;
    private bool _hasBegunEvents;

    /// <inheritdoc/>
    public override CancellationToken Gone => stream.Gone;

    /// <inheritdoc/>
    public override CancellationToken GoneOrStopping => stream.GoneOrStopping;

    /// <inheritdoc/>
    public override bool HasBegunEvents => _hasBegunEvents;

    /// <summary>What the POST is answered with.</summary>
    public int Status { get; private set; } = 202;

    /// <summary>The POST's body; empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Whether the response to the request went out.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>The last event id that the server named, for taking up a stream that it broke off.</summary>
    public string? LastEventId { get; private set; }

    /// <summary>How long the server wants to be left alone before that.</summary>
    public TimeSpan Retry { get; private set; } = TimeSpan.FromSeconds(1);

    private bool IsRequest => message.Kind == MessageKind.Request;

    /// <inheritdoc/>
    public override ValueTask JsonAsync(int status, ReadOnlyMemory<byte> json, string? sessionId)
    {
        stream.Name(sessionId);
        if (!IsRequest)
        {
            (Status, Body) = (status, json);
            return default;
        }

        IsAnswered = true;
        return SendAsync(json);
    }

    /// <inheritdoc/>
    public override ValueTask EmptyAsync(int status, string? sessionId)
    {
        stream.Name(sessionId);
        Status = status;
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask BeginEventsAsync(int status, string? sessionId)
    {
        stream.Name(sessionId);
        _hasBegunEvents = true;
        return default;
    }

    /// <inheritdoc/>
    /// <remarks>Ids and comments are the server's own stream's; this one is numbered by nobody and kept open by the gateway.</remarks>
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

    private ValueTask SendAsync(ReadOnlyMemory<byte> json)
    {
        var raw = new ArrayBufferWriter<byte>(json.Length + 32);
        SseWriter.Write(raw, "message", json.Span);
        return stream.WriteAsync(raw.WrittenMemory);
    }
}
