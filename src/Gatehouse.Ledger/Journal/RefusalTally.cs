using Gatehouse.Gateway.Recording;

namespace Gatehouse.Ledger.Journal;

/// <summary>Counts refused messages between two writes. Its size is bounded: a flood costs one row a second.</summary>
internal sealed class RefusalTally
{
    private const int MostKeys = 256;

    private readonly Lock _gate = new();
    private Dictionary<(string Reason, int Status, string? Server), RefusalCount> _counts = [];

    /// <returns>Whether this is the first since the last write.</returns>
    public bool Add(in Refusal refusal)
    {
        lock (_gate)
        {
            var wasEmpty = _counts.Count == 0;
            Count(refusal.Reason, refusal.Status, refusal.ServerId, refusal.Time).Add(refusal.Time, refusal.GrantId);
            return wasEmpty;
        }
    }

    /// <summary>Everything counted so far; the tally starts anew.</summary>
    public IReadOnlyCollection<RefusalCount> Take()
    {
        lock (_gate)
        {
            if (_counts.Count == 0)
            {
                return [];
            }

            var taken = _counts.Values;
            _counts = [];
            return taken;
        }
    }

    /// <summary>What could not be written is counted on.</summary>
    public void Return(List<RefusalCount> counts)
    {
        lock (_gate)
        {
            foreach (var older in counts)
            {
                Count(older.Reason, older.Status, older.Server, older.First).Add(older);
            }
        }
    }

    private RefusalCount Count(string reason, int status, string? server, DateTimeOffset time)
    {
        var key = (reason, status, server);
        if (!_counts.TryGetValue(key, out var count))
        {
            if (_counts.Count >= MostKeys)
            {
                key = ("other", 0, null);
            }

            if (!_counts.TryGetValue(key, out count))
            {
                _counts[key] = count = new RefusalCount(key.Item1, key.Item2, key.Item3, time);
            }
        }

        return count;
    }
}
