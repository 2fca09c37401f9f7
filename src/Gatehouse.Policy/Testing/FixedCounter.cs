using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Testing;

/// <summary>A window of the UTC calendar: it starts at zero at each boundary.</summary>
internal sealed class FixedCounter(CalendarUnit unit) : Counter
{
    private DateTimeOffset _start;
    private decimal _sum;

    public override decimal Sum(DateTimeOffset now)
    {
        var start = Start(now);
        if (start != _start)
        {
            (_start, _sum) = (start, 0m);
        }

        return _sum;
    }

    public override void Add(DateTimeOffset now, decimal amount) => _sum = Sum(now) + amount;

    public override DateTimeOffset FitsAt(DateTimeOffset now, decimal amount, decimal max) => End(Start(now));

    private DateTimeOffset Start(DateTimeOffset now)
    {
        var utc = now.UtcDateTime;
        var day = new DateTimeOffset(utc.Date, TimeSpan.Zero);
        return unit switch
        {
            CalendarUnit.Minute => day.AddHours(utc.Hour).AddMinutes(utc.Minute),
            CalendarUnit.Hour => day.AddHours(utc.Hour),
            CalendarUnit.Day => day,

            // Monday is day 0 here and day 1 of DayOfWeek, which begins with Sunday.
            CalendarUnit.Week => day.AddDays(-(((int)utc.DayOfWeek + 6) % 7)),
            _ => day.AddDays(1 - utc.Day),
        };
    }

    private DateTimeOffset End(DateTimeOffset start) => unit switch
    {
        CalendarUnit.Minute => start.AddMinutes(1),
        CalendarUnit.Hour => start.AddHours(1),
        CalendarUnit.Day => start.AddDays(1),
        CalendarUnit.Week => start.AddDays(7),
        _ => start.AddMonths(1),
    };
}
