namespace Gatehouse.Policy.Testing;

/// <summary>A sliding window: in every stretch of its length the sum is at most the maximum.</summary>
/// <remarks>It keeps 10,000 reservations; then the two oldest become one at the later time, so quota is never early.</remarks>
internal sealed class SlidingCounter(TimeSpan length) : Counter
{
    private const int MostReservations = 10_000;

    private readonly LinkedList<(DateTimeOffset At, decimal Amount)> _reservations = [];
    private decimal _sum;

    public override decimal Sum(DateTimeOffset now)
    {
        // A reservation of time t counts while now < t + window.
        while (_reservations.First is { } oldest && now >= oldest.Value.At + length)
        {
            _sum -= oldest.Value.Amount;
            _reservations.RemoveFirst();
        }

        return _sum;
    }

    public override void Add(DateTimeOffset now, decimal amount)
    {
        _sum = Sum(now) + amount;
        _reservations.AddLast((now, amount));
        if (_reservations.Count > MostReservations)
        {
            var (_, first) = _reservations.First!.Value;
            _reservations.RemoveFirst();
            var (at, second) = _reservations.First!.Value;
            _reservations.First!.Value = (at, first + second);
        }
    }

    public override DateTimeOffset FitsAt(DateTimeOffset now, decimal amount, decimal max)
    {
        var sum = Sum(now);
        var at = now;
        for (var next = _reservations.First; next is not null && sum + amount > max; next = next.Next)
        {
            sum -= next.Value.Amount;
            at = next.Value.At + length;
        }

        return at;
    }
}
