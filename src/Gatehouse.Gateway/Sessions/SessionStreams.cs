using System.Collections.Concurrent;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Downstream;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Sessions;

/// <summary>The streams that legacy clients listen on, so that the gateway itself can say a word on one of them.</summary>
internal sealed class SessionStreams
{
    private readonly ConcurrentDictionary<(string Grant, string Session, long Number), SessionStream> _open = new();
    private long _last;

    /// <summary>A listener's reply while it listens.</summary>
    public SessionStream Open(CallContext call)
    {
        var key = (call.Grant.Id, call.Session.Key, Interlocked.Increment(ref _last));
        return _open[key] = new SessionStream(call.Reply, () => _open.TryRemove(key, out _));
    }

    /// <summary>One message to a session, on one of its streams. Nothing where it listens on none: clients ask again by themselves.</summary>
    public async ValueTask<bool> SayAsync(string grantId, string sessionKey, ReadOnlyMemory<byte> json)
    {
        // SPEC: legacy transports: a message goes to exactly one stream.
        foreach (var stream in _open.Where(one => one.Key.Grant == grantId && one.Key.Session == sessionKey).Select(static one => one.Value))
        {
            if (await stream.SayAsync(json))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>A reply that two write to: the relay of the server's events, and the gateway.</summary>
/// <param name="inner">The client's own.</param>
/// <param name="close">Forgets it.</param>
internal sealed class SessionStream(ReplyChannel inner, Action close) : OuterReply(inner), IDisposable
{
    private readonly SemaphoreSlim _turn = new(1);
    private bool _isClosed;

    /// <summary>One event of the gateway's own; false where the stream has not begun, or is over.</summary>
    public async ValueTask<bool> SayAsync(ReadOnlyMemory<byte> json)
    {
        await _turn.WaitAsync();
        try
        {
            if (_isClosed || !Inner.HasBegunEvents || Inner.Gone.IsCancellationRequested)
            {
                return false;
            }

            await Inner.EventAsync(SseWriter.Event(json));
            return true;
        }
        catch (Exception failed) when (failed is IOException or OperationCanceledException or ObjectDisposedException)
        {
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override ValueTask InternalErrorAsync(ClientMessage message) => Inner.InternalErrorAsync(message);

    /// <inheritdoc/>
    public override async ValueTask BeginEventsAsync(int status, string? sessionId)
    {
        await _turn.WaitAsync();
        try
        {
            await Inner.BeginEventsAsync(status, sessionId);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override async ValueTask EventAsync(SseEvent sse)
    {
        await _turn.WaitAsync();
        try
        {
            await Inner.EventAsync(sse);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The relay is done: nothing is written from here on.</summary>
    public void Dispose()
    {
        close();
        _turn.Wait();
        _isClosed = true;
        _turn.Release();
    }
}
