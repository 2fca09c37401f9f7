using System.Globalization;
using Gatehouse.Gateway.Limits;
using Gatehouse.Policy.Language;

namespace Gatehouse.Ledger.Counters;

/// <summary>All tallies of one process, in memory. The caller holds the lock. Bounded: what no longer counts is forgotten.</summary>
internal sealed class CounterBook(StoreClock clock)
{
    private readonly Dictionary<CounterKey, Tally> _tallies = [];
    private int _sweepAt = 1024;

    public StoreClock Clock { get; } = clock;

    public int Count => _tallies.Count;

    public Tally? Find(CounterKey key, LimitWindow window) => _tallies.GetValueOrDefault(key);

    public Tally FindOrAdd(CounterKey key, LimitWindow window)
    {
        if (_tallies.TryGetValue(key, out var tally))
        {
            return tally;
        }

        if (_tallies.Count >= _sweepAt)
        {
            // Sweeping at twice what was left keeps the cost per new counter constant.
            Sweep();
            _sweepAt = Math.Max(1024, _tallies.Count * 2);
        }

        return _tallies[key] = Tally.For(window);
    }

    /// <summary>Takes in a reservation that the journal holds.</summary>
    public void Restore(in Reserved reserved)
    {
        Clock.Observe(reserved.At);
        if (WindowText.Read(reserved.Window) is { } window)
        {
            FindOrAdd(new CounterKey(reserved.Counter, reserved.Window), window)
                .Add(reserved.At, Amount.Billionths(reserved.Amount));
        }
    }

    public void GiveBack(in Reserved reserved)
    {
        if (_tallies.TryGetValue(new CounterKey(reserved.Counter, reserved.Window), out var tally))
        {
            tally.GiveBack(reserved.At, Amount.Billionths(reserved.Amount), Clock.Latest);
        }
    }

    public void Sweep()
    {
        var now = Clock.Latest;
        foreach (var (key, tally) in _tallies)
        {
            if (tally.IsIdle(now))
            {
                _tallies.Remove(key);
            }
        }
    }

    /// <summary>Everything that still counts, one line each: counter, window, ticks, billionths.</summary>
    public IEnumerable<string> Save()
    {
        yield return string.Create(CultureInfo.InvariantCulture, $"{Clock.Latest.UtcTicks}");
        foreach (var (key, tally) in _tallies)
        {
            foreach (var (at, amount) in tally.Entries(Clock.Latest))
            {
                yield return string.Create(CultureInfo.InvariantCulture, $"{key.Counter} {key.Window} {at.UtcTicks} {amount}");
            }
        }
    }

    /// <summary>Reads what <see cref="Save"/> wrote; false when it is not that.</summary>
    public bool Load(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var parts = line.Split(' ');
            if (!long.TryParse(parts[^Math.Min(2, parts.Length)], CultureInfo.InvariantCulture, out var ticks)
                || ticks < 0 || ticks > DateTime.MaxValue.Ticks)
            {
                return false;
            }

            var at = new DateTimeOffset(ticks, TimeSpan.Zero);
            Clock.Observe(at);
            if (parts.Length == 1)
            {
                continue;
            }

            if (parts.Length != 4 || WindowText.Read(parts[1]) is not { } window
                || !Int128.TryParse(parts[3], CultureInfo.InvariantCulture, out var amount))
            {
                return false;
            }

            FindOrAdd(new CounterKey(parts[0], parts[1]), window).Add(at, amount);
        }

        return true;
    }
}
