using System.Buffers;
using System.Text;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Downstream;

/// <summary>One client of 2024-11-05: its open stream is its session, and everything it is told goes there.</summary>
/// <param name="id">Random; what other parts keep about the session is under it.</param>
/// <param name="sealedId">The same as the client knows it, for its grant alone.</param>
/// <param name="grant">Whose stream it is.</param>
/// <param name="reply">The response that carries the stream.</param>
internal sealed class SseStream(string id, string sealedId, ActiveGrant grant, HttpReply reply) : IDisposable
{
    private static readonly byte[] _keepAlive = ": still here\n\n"u8.ToArray();

    private readonly SemaphoreSlim _turn = new(1);
    private readonly CallGate _underWay = new(int.MaxValue / 2);
    private volatile string? _sealedSession;
    private volatile ClientFacts? _client;
    private int _isListening;
    private bool _isClosed;

    public string Id => id;

    public ActiveGrant Grant => grant;

    /// <summary>When the client hangs up, or its grant goes.</summary>
    public CancellationToken Gone { get; } = reply.Gone;

    /// <summary>Whether its grant's access ended while the client is still there.</summary>
    public bool IsCutOff => reply.IsCutOff;

    /// <summary>The same, and when the gateway stops.</summary>
    public CancellationToken GoneOrStopping { get; } = reply.GoneOrStopping;

    /// <summary>Whether either has happened.</summary>
    public bool IsEnding => Gone.IsCancellationRequested || GoneOrStopping.IsCancellationRequested;

    /// <summary>Begins the stream with the address that the client posts to.</summary>
    public async ValueTask BeginAsync()
    {
        await reply.BeginEventsAsync(200, null);
        var raw = new ArrayBufferWriter<byte>();
        SseWriter.Write(raw, "endpoint", Encoding.ASCII.GetBytes(McpPath.Messages(grant.Server.Id, sealedId)));
        await WriteAsync(raw.WrittenMemory);
    }

    /// <summary>Sends one event whole, however many answers flow at once; what comes after the end is dropped.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> raw)
    {
        await _turn.WaitAsync();
        try
        {
            if (!_isClosed)
            {
                await reply.EventAsync(new SseEvent { Raw = raw });
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A comment, so that nobody between takes a quiet stream for a dead one.</summary>
    public ValueTask KeepAliveAsync() => WriteAsync(_keepAlive);

    /// <summary>Takes a message in; false once the stream is ending.</summary>
    public bool TryEnter() => _underWay.TryEnter() is null;

    /// <summary>The message is done.</summary>
    public void Leave() => _underWay.Leave();

    /// <summary>Notes the sealed id of the session that the server gave; null for none.</summary>
    public void Name(string? sealedSession) => _sealedSession = sealedSession ?? _sealedSession;

    /// <summary>The session that a message of this stream belongs to.</summary>
    /// <remarks>SPEC: 2024-11-05 has no session id: the connection is the session.</remarks>
    public Session SessionOf(ClientMessage message, SessionSeal sessions)
    {
        _client = SessionSeal.Without(message).Client ?? _client;
        var plain = new Session { Key = "sse:" + id, Client = _client };
        return _sealedSession is { } known && sessions.Open(grant, known) is { } session
            ? session with { Key = plain.Key, Client = plain.Client, IsOlderThanProcess = false }
            : plain;
    }

    /// <summary>Whether the caller is the one to listen to what the server says by itself.</summary>
    public bool TryListen() => Interlocked.Exchange(ref _isListening, 1) == 0;

    /// <summary>Takes nothing in any more, waits for what is under way, and then writes nothing any more.</summary>
    public async ValueTask CloseAsync()
    {
        await _underWay.CloseAsync();
        await _turn.WaitAsync();
        _isClosed = true;
        _turn.Release();
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();
}
