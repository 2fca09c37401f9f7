using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>An event stream over HTTP. It may be quiet for as long as it likes; disposing closes the connection at once.</summary>
/// <remarks>In the modern era the closed connection cancels the request; in the legacy one it means nothing.</remarks>
internal sealed class HttpEvents(HttpResponseMessage response, Stream stream, int cap, CallGate gate) : UpstreamAnswer
{
    private readonly SseReader _reader = new(stream, cap);
    private int _isDisposed;

    public override async ValueTask<(SseEvent? Event, UpstreamFault? Fault)> NextAsync(CancellationToken cancel)
    {
        try
        {
            var (next, flaw) = await _reader.NextAsync(cancel).ConfigureAwait(false);
            return flaw switch
            {
                null => (next, null),
                SseFlaw.TooLarge => (null, UpstreamFaults.TooLarge),
                _ => (null, UpstreamFaults.Invalid("the server's event stream is not valid UTF-8")),
            };
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            return (null, cancel.IsCancellationRequested
                ? UpstreamFaults.Cancelled(nothingSent: false)
                : UpstreamFaults.Reset(nothingSent: false));
        }
    }

    public override ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return default;
        response.Dispose();
        _reader.Dispose();
        gate.Leave();
        return default;
    }
}
