using System.Collections.Concurrent;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Control.Snapshots;

/// <summary>When heartbeats came last: the one instance of each grant is in every snapshot, so that a beat needs no new one.</summary>
/// <remarks>A reading of the tables that began before a beat was written cannot take it back: the later time holds.</remarks>
internal sealed class Beats
{
    private readonly ConcurrentDictionary<string, LastBeat> _last = new(StringComparer.Ordinal);

    /// <summary>The tables say that the grant's last beat came then; it is in force with this.</summary>
    public LastBeat Came(string grantId, DateTimeOffset at)
    {
        var last = _last.GetOrAdd(grantId, static (_, from) => new LastBeat(from), at);
        last.Came(at);
        return last;
    }

    /// <summary>Forgets grants that are not in force any more.</summary>
    public void Keep(IReadOnlySet<string> grantIds)
    {
        foreach (var (id, _) in _last.Where(one => !grantIds.Contains(one.Key)))
        {
            _last.TryRemove(id, out _);
        }
    }
}
