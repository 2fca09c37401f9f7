using System.Collections.Concurrent;

namespace Gatehouse.Gateway.Identity;

/// <summary>Bounds what one grant may have under way, so that its flood leaves the others alone.</summary>
internal sealed class GrantGate
{
    private readonly ConcurrentDictionary<string, Place> _places = new(StringComparer.Ordinal);

    /// <summary>Enters, or null when the grant has as much under way as it may.</summary>
    public Place? Enter(string grantId, int most)
    {
        var place = _places.GetOrAdd(grantId, static _ => new Place());
        return place.TryEnter(most) ? place : null;
    }

    /// <summary>Forgets grants that no longer exist.</summary>
    public void Keep(IReadOnlyCollection<string> grantIds)
    {
        foreach (var gone in _places.Keys.Except(grantIds, StringComparer.Ordinal))
        {
            _places.TryRemove(gone, out _);
        }
    }

    /// <summary>How much one grant has under way.</summary>
    internal sealed class Place
    {
        private int _under;

        public bool TryEnter(int most)
        {
            if (Interlocked.Increment(ref _under) <= most)
            {
                return true;
            }

            Leave();
            return false;
        }

        public void Leave() => Interlocked.Decrement(ref _under);
    }
}
