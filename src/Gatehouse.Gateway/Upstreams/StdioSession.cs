using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>One legacy session: a process of its own, whose ids are the client's.</summary>
/// <param name="id">What the client is told, 128 random bits.</param>
/// <param name="grantId">Whose it is: another grant does not find it.</param>
/// <param name="process">The process.</param>
/// <param name="entry">How it was started.</param>
/// <param name="deadlines">Where time limits come from.</param>
internal sealed class StdioSession(
    string id, string grantId, ChildProcess process, UpstreamEntry.Stdio entry, Deadlines deadlines)
{
    public string Id => id;

    public string GrantId => grantId;

    public ChildProcess Process => process;

    public async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> SendAsync(
        UpstreamRequest request, CallGate gate, CancellationToken cancel)
    {
        if (request.Message is not { } message || !MessageParts.TryRead(request.Body, JsonCaps.Answer, out var parts))
            return (null, UpstreamFaults.Unsuitable);
        var line = Splice.Line(parts);
        if (message.Kind != MessageKind.Request)
        {
            if (message.Method == "notifications/cancelled" && !parts.RequestId.IsEmpty)
                Cancel(parts);
            var fault = await process.WriteAsync(line, cancel).ConfigureAwait(false);
            return (fault is null ? JsonAnswer.Empty(202, id) : null, fault);
        }

        var exchange = new ChannelExchange
        {
            Channel = process.Channel,
            Exchange = ExchangeOf(request, parts, entry.MaxAnswerBytes),
            Write = process.WriteAsync,
            Gate = gate,
            Deadlines = deadlines,
            AnswerTimeout = entry.AnswerTimeout,
            Session = id,
        };
        return await exchange.RunAsync(line, cancel).ConfigureAwait(false);
    }

    /// <summary>The stand-alone stream.</summary>
    public UpstreamAnswer Listen(CallGate gate) => Listen(process.Channel, id, gate);

    /// <summary>A request whose ids stay as the client wrote them.</summary>
    public static Exchange ExchangeOf(UpstreamRequest request, in MessageParts parts, int maxBytes) => new(
        RpcKey.Of(parts[parts.Id]),
        parts.ProgressToken.IsEmpty ? null : RpcKey.Of(parts[parts.ProgressToken]),
        maxBytes)
    {
        SentId = parts[parts.Id].ToArray(),
        AcceptsEvents = request.AcceptsEvents,
    };

    /// <summary>The stand-alone stream of any channel.</summary>
    public static UpstreamAnswer Listen(SessionChannel channel, string session, CallGate gate)
    {
        var queue = channel.Listen();
        return new ChannelAnswer(queue, first: null, End)
        {
            Status = 200,
            Form = AnswerForm.Events,
            SessionId = session,
        };

        ValueTask End()
        {
            channel.Close(queue);
            gate.Leave();
            return default;
        }
    }

    // A server does not answer what was cancelled; its stream ends here.
    private void Cancel(in MessageParts parts)
    {
        if (process.Channel.FindWritten(parts[parts.RequestId]) is not { } exchange)
            return;
        exchange.IsSettled = true;
        exchange.Queue.End(UpstreamFaults.Cancelled(nothingSent: false));
        process.Channel.Close(exchange);
    }
}
