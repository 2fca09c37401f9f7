namespace Gatehouse.Gateway.Upstreams;

/// <summary>Writes one message to a peer; the fault knows whether anything was sent.</summary>
internal delegate ValueTask<UpstreamFault?> MessageWriter(ReadOnlyMemory<byte> message, CancellationToken cancel);

/// <summary>One request over a shared channel: registered, written, and answered when the form of the answer is known.</summary>
internal sealed class ChannelExchange
{
    public required SessionChannel Channel { get; init; }

    public required Exchange Exchange { get; init; }

    public required MessageWriter Write { get; init; }

    /// <summary>The place to give up when the answer's stream is disposed.</summary>
    public required CallGate Gate { get; init; }

    public required Deadlines Deadlines { get; init; }

    public required TimeSpan AnswerTimeout { get; init; }

    /// <summary>The session to name in the answer, or null.</summary>
    public string? Session { get; init; }

    /// <summary>Whether a client that goes away cancels: it does in the modern era.</summary>
    public bool IsCancelledByClosing { get; init; }

    public async ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> RunAsync(
        ReadOnlyMemory<byte> message, CancellationToken cancel)
    {
        // ORDER: registered before it is written, or a quick answer would belong to nobody.
        if (Channel.Open(Exchange) is { } refused)
            return (null, refused);
        var deadline = Deadlines.Rent(AnswerTimeout);
        var joined = Deadlines.Join(deadline, cancel);
        try
        {
            var fault = await Write(message, deadline.Token).ConfigureAwait(false);
            if (fault is null)
                return Begin(await Exchange.Queue.TakeAsync(deadline.Token).ConfigureAwait(false));
            Channel.Close(Exchange);
            return (null, fault.Code == "cancelled" ? Ended(cancel, fault.NothingSent) : fault);
        }
        catch (OperationCanceledException)
        {
            Abandon(isForced: !cancel.IsCancellationRequested);
            return (null, Ended(cancel, nothingSent: false));
        }
        finally
        {
            await joined.DisposeAsync().ConfigureAwait(false);
            Deadlines.Return(deadline);
        }
    }

    private static UpstreamFault Ended(CancellationToken cancel, bool nothingSent) => cancel.IsCancellationRequested
        ? UpstreamFaults.Cancelled(nothingSent)
        : UpstreamFaults.Timeout(nothingSent);

    private (UpstreamAnswer? Answer, UpstreamFault? Fault) Begin((Arrival? Arrival, UpstreamFault? Fault) first)
    {
        if (first.Arrival is not { } arrival)
        {
            Channel.Close(Exchange);
            return (null, first.Fault ?? UpstreamFaults.ProcessFailed(nothingSent: false));
        }

        if (arrival.IsFinal)
            return (JsonAnswer.Owned(200, arrival.Json, Session), null);
        return (
            new ChannelAnswer(Exchange.Queue, arrival, End)
            {
                Status = 200,
                Form = AnswerForm.Events,
                SessionId = Session,
            },
            null);
    }

    private ValueTask End()
    {
        Abandon(isForced: false);
        Gate.Leave();
        return default;
    }

    private void Abandon(bool isForced)
    {
        Channel.Close(Exchange);
        if (!Exchange.IsSettled && (isForced || IsCancelledByClosing))
            _ = CancelAsync();
    }

    // The peer is told in the background: nobody waits for it, and a peer that does not read is bounded by its writer.
    private async Task CancelAsync()
    {
        Exchange.IsSettled = true;
        var id = Exchange.SentId.Span;
        byte[] message =
        [
            .. """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":"""u8, .. id, .. "}}"u8,
        ];
        await Write(message, CancellationToken.None).ConfigureAwait(false);
    }
}
