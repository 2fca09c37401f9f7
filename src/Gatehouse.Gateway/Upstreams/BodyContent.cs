using System.Net;
using Gatehouse.Gateway.Egress;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>The validated bytes as the body of one POST. They are written at most once.</summary>
/// <remarks>
/// SECURITY: a handler may try a request again on another connection. Not with this body: who asks for it a second
/// time gets an error, so that no call is ever made twice.
/// </remarks>
internal sealed class BodyContent : HttpContent
{
    private readonly ReadOnlyMemory<byte> _body;
    private int _isStarted;

    public BodyContent(ReadOnlyMemory<byte> body)
    {
        _body = body;
        HeaderText.TryAdd(Headers, "Content-Type", "application/json");
    }

    /// <summary>Whether a connection has asked for the bytes; before that no byte can have left.</summary>
    public bool IsStarted => Volatile.Read(ref _isStarted) != 0;

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancel) =>
        Interlocked.Exchange(ref _isStarted, 1) == 0
            ? stream.WriteAsync(_body, cancel).AsTask()
            : Task.FromException(new IOException("the body was written before"));

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Length;
        return true;
    }
}
