namespace Gatehouse.Gateway.Upstreams;

/// <summary>Counts the calls under way: at most so many at once, none after it closed, and a task for when all are done.</summary>
internal sealed class CallGate(int max)
{
    private const int Closed = 1 << 30;

    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    /// <summary>Takes a place; null when there was one.</summary>
    public UpstreamFault? TryEnter()
    {
        var now = Interlocked.Increment(ref _count);
        if ((now & Closed) == 0 && now <= max)
            return null;
        Leave();
        return (now & Closed) != 0 ? UpstreamFaults.Draining : UpstreamFaults.Busy;
    }

    public void Leave()
    {
        if (Interlocked.Decrement(ref _count) == Closed)
            _idle.TrySetResult();
    }

    /// <summary>Lets nobody in any more; the task ends when the last one left.</summary>
    public Task CloseAsync()
    {
        if ((Interlocked.Or(ref _count, Closed) & ~Closed) == 0)
            _idle.TrySetResult();
        return _idle.Task;
    }
}
