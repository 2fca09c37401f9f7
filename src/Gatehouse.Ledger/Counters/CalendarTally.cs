using Gatehouse.Policy.Language;

namespace Gatehouse.Ledger.Counters;

/// <summary>A fixed window: one sum, which starts at zero with the next window.</summary>
internal sealed class CalendarTally(CalendarUnit unit) : Tally
{
    private DateTimeOffset _start = DateTimeOffset.MinValue;
    private DateTimeOffset _next = DateTimeOffset.MinValue;
    private Int128 _sum;

    public override Int128 Sum(DateTimeOffset now) => now < _next ? _sum : 0;

    public override void Add(DateTimeOffset at, Int128 amount)
    {
        if (at >= _next)
        {
            _start = CalendarWindow.Start(unit, at);
            _next = CalendarWindow.Next(unit, _start);
            _sum = 0;
        }

        // An older window's amount comes only from the journal, whose rows may be slightly out of order; it has passed.
        _sum += at >= _start ? amount : 0;
    }

    public override void GiveBack(DateTimeOffset at, Int128 amount, DateTimeOffset now)
    {
        if (at >= _start && at < _next)
        {
            _sum = Int128.Max(0, _sum - amount);
        }
    }

    public override DateTimeOffset FreesAt(DateTimeOffset now, Int128 excess) =>
        CalendarWindow.Next(unit, CalendarWindow.Start(unit, now));

    public override IEnumerable<(DateTimeOffset At, Int128 Amount)> Entries(DateTimeOffset now) =>
        Sum(now) > 0 ? [(_start, _sum)] : [];
}
