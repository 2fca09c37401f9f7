using System.Collections.Concurrent;

namespace Gatehouse.Control.People;

/// <summary>A code of an authenticator works once, though it is shown for half a minute and taken for some more.</summary>
/// <remarks>In memory: after a restart a code of the last minutes could be used again by somebody who has the password, too.</remarks>
internal sealed class UsedCodes(TimeProvider time)
{
    private static readonly TimeSpan _span = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<(string Person, string Code), DateTimeOffset> _used = new();

    /// <summary>Uses a code up; false where it was used before.</summary>
    public bool TryUse(string personId, string code)
    {
        var now = time.GetUtcNow();
        foreach (var (key, at) in _used)
        {
            if (at < now - _span)
            {
                _used.TryRemove(key, out _);
            }
        }

        return _used.TryAdd((personId, code), now);
    }
}
