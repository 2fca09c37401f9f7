using System.Threading.Channels;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>One message that arrived for an exchange.</summary>
/// <param name="Json">The message on one line.</param>
/// <param name="IsFinal">Whether it is the answer itself.</param>
internal readonly record struct Arrival(ReadOnlyMemory<byte> Json, bool IsFinal);

/// <summary>The messages that wait for one reader. Bounded: who does not read loses the stream, not the memory.</summary>
internal sealed class MessageQueue(int maxBytes)
{
    /// <summary>Most messages that wait.</summary>
    public const int MaxMessages = 1024;

    private readonly Channel<Arrival> _channel = Channel.CreateUnbounded<Arrival>();

    private long _bytes;
    private volatile UpstreamFault? _fault;

    /// <summary>Adds a message; a queue that is full ends with a fault.</summary>
    public void Add(Arrival arrival)
    {
        if (_channel.Reader.Count >= MaxMessages || Interlocked.Read(ref _bytes) > maxBytes)
        {
            End(UpstreamFaults.TooLarge);
            return;
        }

        Interlocked.Add(ref _bytes, arrival.Json.Length);
        _channel.Writer.TryWrite(arrival);
        if (arrival.IsFinal)
            _channel.Writer.TryComplete();
    }

    /// <summary>Nothing follows; the fault is the last thing the reader gets, null for a plain end.</summary>
    public void End(UpstreamFault? fault)
    {
        // ORDER: the fault is there before the reader can see the end.
        _fault ??= fault;
        _channel.Writer.TryComplete();
    }

    /// <summary>The next message; neither message nor fault at the end.</summary>
    public async ValueTask<(Arrival? Arrival, UpstreamFault? Fault)> TakeAsync(CancellationToken cancel)
    {
        while (await _channel.Reader.WaitToReadAsync(cancel).ConfigureAwait(false))
        {
            if (!_channel.Reader.TryRead(out var arrival))
                continue;
            Interlocked.Add(ref _bytes, -arrival.Json.Length);
            return (arrival, null);
        }

        return (null, _fault);
    }
}
