namespace Gatehouse.Gateway.Upstreams;

/// <summary>Leaves an upstream alone after it failed several times in a row: opens, lets one probe through, closes.</summary>
internal sealed class Breaker(TimeProvider time)
{
    /// <summary>Failures in a row that open it.</summary>
    public const int Threshold = 5;

    /// <summary>How long it stays open first; doubled after each failed probe.</summary>
    public static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause between two probes.</summary>
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private int _failures;
    private long _openedAt;
    private TimeSpan _pause;
    private bool _isProbing;

    /// <summary>Whether a call may pass. One that passes must end in <see cref="Settle"/>.</summary>
    /// <param name="isProbe">Whether the call is the probe.</param>
    public bool TryPass(out bool isProbe)
    {
        isProbe = false;
        if (Volatile.Read(ref _failures) < Threshold)
            return true;
        lock (_lock)
        {
            if (_failures < Threshold)
                return true;
            if (_isProbing || time.GetElapsedTime(_openedAt) < _pause)
                return false;
            isProbe = _isProbing = true;
            return true;
        }
    }

    /// <summary>Notes how a call that passed ended.</summary>
    public void Settle(CallHealth health, bool isProbe)
    {
        // The usual case, without a lock: it went well and it went well before.
        if (health == CallHealth.Answered && Volatile.Read(ref _failures) == 0)
            return;
        lock (_lock)
        {
            _isProbing &= !isProbe;
            if (health == CallHealth.Answered)
                _failures = 0;
            else if (health == CallHealth.Failed)
                Fail(isProbe);
        }
    }

    private void Fail(bool isProbe)
    {
        // A call that began before it opened, and fails late, does not lengthen the pause.
        if (_failures >= Threshold && !isProbe)
            return;
        _failures = Math.Min(_failures + 1, Threshold);
        if (_failures < Threshold)
            return;
        _pause = isProbe ? Min(_pause * 2, LongestPause) : FirstPause;
        _openedAt = time.GetTimestamp();
    }

    private static TimeSpan Min(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>What a call told about the health of its upstream.</summary>
internal enum CallHealth : byte
{
    /// <summary>Nothing: the client went away, or nothing was tried.</summary>
    Unknown = 0,

    /// <summary>It answered something.</summary>
    Answered,

    /// <summary>It could not be reached, or did not answer.</summary>
    Failed,
}
