using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>A stream of events made of the messages that arrive on a shared channel.</summary>
/// <param name="queue">Where they arrive.</param>
/// <param name="first">The first, if it arrived already.</param>
/// <param name="end">What to do, once, when the answer is disposed.</param>
internal sealed class ChannelAnswer(MessageQueue queue, Arrival? first, Func<ValueTask> end) : UpstreamAnswer
{
    private Arrival? _first = first;
    private bool _isOver;
    private int _isDisposed;

    public override async ValueTask<(SseEvent? Event, UpstreamFault? Fault)> NextAsync(CancellationToken cancel)
    {
        if (_isOver)
            return default;
        var (arrival, fault) = _first is { } early ? (early, null) : await TakeAsync(cancel).ConfigureAwait(false);
        _first = null;
        _isOver = arrival is null or { IsFinal: true };
        return (arrival is { } message ? EventOf(message.Json.Span) : null, fault);
    }

    public override ValueTask DisposeAsync() => Interlocked.Exchange(ref _isDisposed, 1) == 0 ? end() : default;

    private async ValueTask<(Arrival? Arrival, UpstreamFault? Fault)> TakeAsync(CancellationToken cancel)
    {
        try
        {
            return await queue.TakeAsync(cancel).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return (null, UpstreamFaults.Cancelled(nothingSent: false));
        }
    }

    private static SseEvent EventOf(ReadOnlySpan<byte> json)
    {
        var raw = new byte[json.Length + 8];
        "data: "u8.CopyTo(raw);
        json.CopyTo(raw.AsSpan(6));
        "\n\n"u8.CopyTo(raw.AsSpan(6 + json.Length));
        return new SseEvent { Raw = raw, Data = raw.AsMemory(6, json.Length), HasData = true };
    }
}
