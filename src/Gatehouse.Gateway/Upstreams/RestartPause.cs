namespace Gatehouse.Gateway.Upstreams;

/// <summary>How long to wait before a process that died is started again: a second, doubled up to half a minute.</summary>
internal sealed class RestartPause(TimeProvider time)
{
    /// <summary>Longest pause.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>A process that lived this long did not fail at its start.</summary>
    public static readonly TimeSpan Healthy = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private TimeSpan _pause;
    private long _diedAt;

    /// <summary>Whether a process may be started now.</summary>
    public bool IsOver
    {
        get
        {
            lock (_lock)
                return _pause == TimeSpan.Zero || time.GetElapsedTime(_diedAt) >= _pause;
        }
    }

    /// <summary>A process died after the time given.</summary>
    public void Died(TimeSpan lived)
    {
        lock (_lock)
        {
            _diedAt = time.GetTimestamp();
            var doubled = TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, Longest.Ticks));
            _pause = lived >= Healthy || _pause == TimeSpan.Zero ? TimeSpan.FromSeconds(1) : doubled;
        }
    }

    /// <summary>A process answered as it should.</summary>
    public void Lived()
    {
        lock (_lock)
            _pause = TimeSpan.Zero;
    }
}
