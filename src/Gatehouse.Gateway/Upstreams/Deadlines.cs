using System.Collections.Concurrent;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>A time limit joined with the client's cancellation. Pooled: a call that ends in time costs no timer.</summary>
internal sealed class Deadlines(TimeProvider time)
{
    private const int MaxPooled = 256;

    private readonly ConcurrentQueue<CancellationTokenSource> _pool = new();

    /// <summary>Starts the time; give it back with <see cref="Return"/>.</summary>
    public CancellationTokenSource Rent(TimeSpan within)
    {
        if (!_pool.TryDequeue(out var source))
            return new CancellationTokenSource(within, time);
        source.CancelAfter(within);
        return source;
    }

    /// <summary>Joins a client's cancellation; the registration must be disposed before the source goes back.</summary>
    public static CancellationTokenRegistration Join(CancellationTokenSource source, CancellationToken cancel) =>
        cancel.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), source);

    public void Return(CancellationTokenSource source)
    {
        if (_pool.Count < MaxPooled && source.TryReset())
            _pool.Enqueue(source);
        else
            source.Dispose();
    }
}
