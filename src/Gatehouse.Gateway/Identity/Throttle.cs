using System.Collections.Concurrent;

namespace Gatehouse.Gateway.Identity;

/// <summary>Counts wrong tokens by address, so that guessing is slowed without locking out a valid grant.</summary>
/// <remarks>A valid token is never asked here: only its absence is counted.</remarks>
internal sealed class Throttle(TimeProvider time, int perMinute = 60)
{
    private const int MaxAddresses = 10_000;
    private readonly ConcurrentDictionary<string, Count> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts one wrong token. True once the address has had its minute's share.</summary>
    public bool IsExceededAfter(string address)
    {
        var minute = time.GetUtcNow().ToUnixTimeSeconds() / 60;
        if (_counts.Count > MaxAddresses)
        {
            // Too many to tell apart: this minute begins anew for all, which costs nobody with a grant anything.
            _counts.Clear();
        }

        var now = _counts.AddOrUpdate(
            address,
            static (_, m) => new Count(m, 1),
            static (_, old, m) => old.Minute == m ? old with { Wrong = old.Wrong + 1 } : new Count(m, 1),
            minute);
        return now.Wrong > perMinute;
    }

    private readonly record struct Count(long Minute, int Wrong);
}
