namespace Gatehouse.Ledger.Journal;

/// <summary>Whether callers may write for themselves, or a thread has to because the disk is slow. Guarded by the writer's lock.</summary>
/// <remarks>One slow write says little on a busy machine, where the writer may only have waited for a processor, and a
/// hand-over costs each call two switches of threads. So the thread is kept to briefly, and longer each time that it
/// finds the disk slow as well.</remarks>
internal sealed class DiskPace(TimeProvider time, bool isPowerSafe)
{
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _keep;
    private long _since;

    /// <summary>With power safety every write waits for the disk, so it is always a thread's.</summary>
    public bool NeedsThread
    {
        get
        {
            if (isPowerSafe)
            {
                return true;
            }

            if (_keep != default && time.GetElapsedTime(_since) > _keep)
            {
                _keep = default;
            }

            return _keep != default;
        }
    }

    /// <summary>Notes how long a write took.</summary>
    public void Note(TimeSpan took)
    {
        if (took > Slow)
        {
            _keep = _keep == default ? Shortest : _keep * 2 < Longest ? _keep * 2 : Longest;
            _since = time.GetTimestamp();
        }
    }
}
