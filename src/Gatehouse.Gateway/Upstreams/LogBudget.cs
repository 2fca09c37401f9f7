namespace Gatehouse.Gateway.Upstreams;

/// <summary>So many lines in a stretch of time; the others are counted.</summary>
internal sealed class LogBudget(TimeProvider time)
{
    /// <summary>Lines in one stretch.</summary>
    public const int Lines = 20;

    /// <summary>Length of a stretch.</summary>
    public static readonly TimeSpan Stretch = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private long _begin = time.GetTimestamp();
    private int _used;
    private int _dropped;

    /// <summary>Whether a line may be written, and how many were not since the last one.</summary>
    public bool TryTake(out int dropped)
    {
        lock (_lock)
        {
            if (time.GetElapsedTime(_begin) >= Stretch)
                (_begin, _used) = (time.GetTimestamp(), 0);
            var isFree = _used < Lines;
            dropped = isFree ? _dropped : 0;
            _used += isFree ? 1 : 0;
            _dropped = isFree ? 0 : _dropped + 1;
            return isFree;
        }
    }
}
