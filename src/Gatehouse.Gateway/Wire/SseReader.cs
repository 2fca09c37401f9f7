namespace Gatehouse.Gateway.Wire;

/// <summary>Takes the events of a stream one by one, with their raw bytes.</summary>
internal sealed class SseReader(Stream stream, int maxEventBytes) : IDisposable
{
    private readonly SseSplitter _splitter = new(maxEventBytes);

    /// <summary>The next event; both null at the end of the stream. Reading errors are thrown as the stream throws them.</summary>
    public async ValueTask<(SseEvent? Event, SseFlaw? Flaw)> NextAsync(CancellationToken cancel)
    {
        while (true)
        {
            if (_splitter.Take(out var flaw) is { } taken)
            {
                return (taken, null);
            }

            if (flaw is not null)
            {
                return (null, flaw);
            }

            var count = await stream.ReadAsync(_splitter.Space(), cancel);
            if (count == 0)
            {
                return (null, null);
            }

            _splitter.Advance(count);
        }
    }

    public void Dispose() => _splitter.Dispose();
}
