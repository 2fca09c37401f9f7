using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>Brings what one peer sends on one stream to the requests it belongs to. Shared by stdio and HTTP+SSE.</summary>
/// <param name="maxBytes">Largest message, and most bytes that wait for one reader.</param>
/// <param name="isShared">Whether several clients use it, each with ids given by the gateway.</param>
internal sealed class SessionChannel(int maxBytes, bool isShared)
{
    /// <summary>Most messages kept for the next reader while a client of its own has none.</summary>
    private const int MaxHeld = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Exchange> _open = new(StringComparer.Ordinal);
    private readonly Queue<ReadOnlyMemory<byte>> _held = new();
    private MessageQueue? _listener;
    private UpstreamFault? _ended;

    /// <summary>Whether somebody waits for something.</summary>
    public bool IsBusy
    {
        get
        {
            lock (_lock)
                return _open.Count > 0 || _listener is not null;
        }
    }

    /// <summary>Registers a request before it is sent; the fault says that its id is taken, or that the peer is gone.</summary>
    public UpstreamFault? Open(Exchange exchange)
    {
        lock (_lock)
        {
            if (_ended is not null)
                return _ended with { NothingSent = true };
            if (!_open.TryAdd(exchange.Key, exchange))
                return UpstreamFaults.IdInUse;
            if (exchange is { AcceptsEvents: true, IsSubscription: false })
                Release(exchange.Queue);
            return null;
        }
    }

    /// <summary>Opens the stand-alone stream; an earlier one ends.</summary>
    public MessageQueue Listen()
    {
        var queue = new MessageQueue(maxBytes);
        lock (_lock)
        {
            _listener?.End(null);
            _listener = _ended is null ? queue : null;
            if (_ended is not null)
                queue.End(null);
            Release(queue);
        }

        return queue;
    }

    public void Close(Exchange exchange)
    {
        lock (_lock)
        {
            if (_open.TryGetValue(exchange.Key, out var open) && ReferenceEquals(open, exchange))
                _open.Remove(exchange.Key);
        }
    }

    public void Close(MessageQueue listener)
    {
        lock (_lock)
        {
            if (ReferenceEquals(_listener, listener))
                _listener = null;
        }
    }

    /// <summary>The only request under way with that id as its client wrote it; null where there is none or more than one.</summary>
    public Exchange? FindWritten(ReadOnlySpan<byte> id)
    {
        var key = RpcKey.Of(id);
        lock (_lock)
        {
            Exchange? found = null;
            foreach (var exchange in _open.Values)
            {
                if (RpcKey.Of(exchange.WrittenId.IsEmpty ? exchange.SentId.Span : exchange.WrittenId.Span) != key)
                    continue;
                if (found is not null)
                    return null;
                found = exchange;
            }

            return found;
        }
    }

    /// <summary>Brings one message to where it belongs; false when it belongs nowhere and is dropped.</summary>
    public bool Deliver(in MessageParts parts)
    {
        lock (_lock)
            return parts.IsResponse ? Answer(parts) : Pass(parts);
    }

    /// <summary>An answer was too large to be read: the request that it names ends; all do where it names none.</summary>
    /// <param name="key">The key that the answer names; null where that cannot be told.</param>
    public void Overflow(string? key)
    {
        lock (_lock)
        {
            // One of them would wait in vain, and nobody knows which: an answer that still comes belongs to nobody then.
            foreach (var exchange in _open.Values.Where(exchange => key is null || exchange.Key == key).ToArray())
            {
                exchange.IsSettled = key is not null;
                exchange.Queue.End(UpstreamFaults.TooLarge);
                _open.Remove(exchange.Key);
            }
        }
    }

    /// <summary>The peer is gone: everything that waits gets the fault.</summary>
    public void End(UpstreamFault fault)
    {
        lock (_lock)
        {
            _ended ??= fault;
            foreach (var exchange in _open.Values)
                exchange.Queue.End(fault);
            _open.Clear();
            _listener?.End(null);
            _listener = null;
            _held.Clear();
        }
    }

    // A response that nobody waits for, a second one, or one before the request: never delivered to another.
    private bool Answer(in MessageParts parts)
    {
        if (parts.Id.IsEmpty || !_open.Remove(RpcKey.Of(parts[parts.Id]), out var exchange))
            return false;
        exchange.IsSettled = true;
        var line = Splice.Line(parts, (parts.Id, exchange.WrittenId), (parts.SubscriptionId, exchange.WrittenId));
        exchange.Queue.Add(new Arrival(line, IsFinal: true));
        return true;
    }

    private bool Pass(in MessageParts parts)
    {
        var isNamed = IsNamed(parts, out var exchange);
        exchange ??= isNamed ? null : Only();
        if (exchange is not null)
        {
            if (exchange.AcceptsEvents)
                exchange.Queue.Add(new Arrival(Restore(parts, exchange), IsFinal: false));
            return exchange.AcceptsEvents;
        }

        // SECURITY: where several clients share the peer, what names no request of theirs is nobody's.
        if (isShared)
            return false;
        var line = Splice.Line(parts);
        if (_listener is not null)
        {
            _listener.Add(new Arrival(line, IsFinal: false));
            return true;
        }

        if (_held.Count >= MaxHeld)
            return false;
        _held.Enqueue(line);
        return true;
    }

    // What a message names: a subscription, a request of the client, or a progress token. True where that settles it.
    private bool IsNamed(in MessageParts parts, out Exchange? exchange)
    {
        exchange = null;
        if (!parts.Id.IsEmpty)
            return isShared;
        var name = parts.SubscriptionId.IsEmpty ? parts.RequestId : parts.SubscriptionId;
        if (isShared && !name.IsEmpty)
        {
            exchange = _open.GetValueOrDefault(RpcKey.Of(parts[name]).TrimStart('"'));
            return true;
        }

        if (parts.ProgressToken.IsEmpty)
            return false;
        var token = RpcKey.Of(parts[parts.ProgressToken]);
        foreach (var open in _open.Values)
        {
            if (open.TokenKey == token)
                exchange = open;
        }

        return isShared;
    }

    private Exchange? Only()
    {
        Exchange? only = null;
        foreach (var exchange in _open.Values)
        {
            if (exchange is not { AcceptsEvents: true, IsSubscription: false })
                continue;
            if (only is not null)
                return null;
            only = exchange;
        }

        return only;
    }

    private static byte[] Restore(in MessageParts parts, Exchange exchange) => Splice.Line(
        parts,
        (parts.ProgressToken, exchange.WrittenToken),
        (parts.SubscriptionId, exchange.WrittenId),
        (parts.RequestId, exchange.WrittenId));

    private void Release(MessageQueue queue)
    {
        while (_held.TryDequeue(out var line))
            queue.Add(new Arrival(line, IsFinal: false));
    }
}
