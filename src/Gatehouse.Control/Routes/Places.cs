using Gatehouse.Control.Faults;
using Gatehouse.Policy;

namespace Gatehouse.Control.Routes;

/// <summary>How many long answers there may be at once, of one asker and of all: each holds a connection, and reads on.</summary>
internal sealed class Places
{
    private const int Most = 64;
    private const int MostOfOne = 4;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, int> _taken = new(StringComparer.Ordinal);
    private int _all;

    /// <summary>Takes a place; disposing gives it back.</summary>
    /// <param name="who">The asker's id.</param>
    /// <remarks>Fault: <c>too-many-requests</c>.</remarks>
    public (IDisposable? Place, Fault? Fault) Take(string who)
    {
        lock (_gate)
        {
            var own = _taken.GetValueOrDefault(who);
            if (_all >= Most || own >= MostOfOne)
            {
                return (null, new Fault(
                    ControlFaults.TooManyRequests, "too many exports and live lists are open", "close some of them, then try again"));
            }

            (_all, _taken[who]) = (_all + 1, own + 1);
            return (new Place(this, who), null);
        }
    }

    private void Give(string who)
    {
        lock (_gate)
        {
            _all--;
            if (--_taken[who] == 0)
            {
                _taken.Remove(who);
            }
        }
    }

    private sealed class Place(Places places, string who) : IDisposable
    {
        private int _isGiven;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGiven, 1) == 0)
            {
                places.Give(who);
            }
        }
    }
}
