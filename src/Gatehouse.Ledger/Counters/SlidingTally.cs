namespace Gatehouse.Ledger.Counters;

/// <summary>A sliding window: a reservation of time t counts while now &lt; t + length.</summary>
/// <remarks>Keeps 10,000 reservations; then the two oldest become one at the later time: quota may come back late, never early.</remarks>
internal sealed class SlidingTally(TimeSpan length) : Tally
{
    internal const int MostKept = 10_000;

    private (DateTimeOffset At, Int128 Amount)[] _ring = new (DateTimeOffset, Int128)[4];
    private int _head;
    private int _count;
    private Int128 _sum;

    public override Int128 Sum(DateTimeOffset now)
    {
        while (_count > 0 && now >= At(0).At + length)
        {
            _sum -= At(0).Amount;
            _head = (_head + 1) % _ring.Length;
            _count--;
        }

        return _sum;
    }

    public override void Add(DateTimeOffset at, Int128 amount)
    {
        if (amount == 0)
        {
            return;
        }

        if (_count == MostKept)
        {
            At(1).Amount += At(0).Amount;
            _head = (_head + 1) % _ring.Length;
            _count--;
        }

        if (_count == _ring.Length)
        {
            Grow();
        }

        // Live reservations come in order; rows of the journal may be a little out of it.
        var place = _count++;
        for (; place > 0 && At(place - 1).At > at; place--)
        {
            At(place) = At(place - 1);
        }

        At(place) = (at, amount);
        _sum += amount;
    }

    public override void GiveBack(DateTimeOffset at, Int128 amount, DateTimeOffset now)
    {
        if (at + length <= now)
        {
            return;
        }

        // One that was merged stands in the oldest, at a later time than its own.
        var place = First(at);
        var isMerged = place == 0 && _count > 0 && At(0).At != at;
        while (amount > 0 && place < _count && (isMerged || At(place).At == at))
        {
            var taken = Int128.Min(At(place).Amount, amount);
            At(place).Amount -= taken;
            _sum -= taken;
            amount -= taken;
            isMerged = false;
            if (At(place).Amount == 0)
            {
                RemoveAt(place);
            }
        }
    }

    public override DateTimeOffset FreesAt(DateTimeOffset now, Int128 excess)
    {
        for (var place = 0; place < _count; place++)
        {
            excess -= At(place).Amount;
            if (excess <= 0)
            {
                return At(place).At + length;
            }
        }

        return now;
    }

    public override IEnumerable<(DateTimeOffset At, Int128 Amount)> Entries(DateTimeOffset now)
    {
        _ = Sum(now);
        for (var place = 0; place < _count; place++)
        {
            yield return At(place);
        }
    }

    private ref (DateTimeOffset At, Int128 Amount) At(int place) => ref _ring[(_head + place) % _ring.Length];

    private int First(DateTimeOffset at)
    {
        var (low, high) = (0, _count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = At(middle).At < at ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private void RemoveAt(int place)
    {
        for (; place < _count - 1; place++)
        {
            At(place) = At(place + 1);
        }

        _count--;
    }

    private void Grow()
    {
        var larger = new (DateTimeOffset, Int128)[Math.Min(_ring.Length * 2, MostKept)];
        for (var place = 0; place < _count; place++)
        {
            larger[place] = At(place);
        }

        (_ring, _head) = (larger, 0);
    }
}
