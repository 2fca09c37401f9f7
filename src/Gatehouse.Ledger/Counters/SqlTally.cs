using System.Data.Common;
using System.Globalization;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Policy.Language;

namespace Gatehouse.Ledger.Counters;

/// <summary>A tally in the shared database, inside one transaction: the same rules as in memory.</summary>
/// <remarks>The head row carries the sum, so a call touches only what has just expired and what it adds.</remarks>
internal sealed class SqlTally : Tally
{
    private readonly DbTransaction _transaction;
    private readonly CounterKey _key;
    private readonly LimitWindow _window;
    private Int128 _sum;
    private long _start;
    private long _kept;

    public SqlTally(DbTransaction transaction, CounterKey key, LimitWindow window)
    {
        (_transaction, _key, _window) = (transaction, key, window);
        var head = Sql.Rows(
            transaction, static row => (Start: row.GetInt64(0), Kept: row.GetInt64(1), Sum: row.GetString(2)),
            "SELECT start, kept, sum FROM counter WHERE counter = $1 AND \"window\" = $2", key.Counter, key.Window);
        if (head is [var found])
        {
            (_start, _kept, _sum) = (found.Start, found.Kept, Parse(found.Sum));
        }
    }

    public override Int128 Sum(DateTimeOffset now)
    {
        if (_window.Calendar is { } unit)
        {
            return _sum > 0 && now < CalendarWindow.Next(unit, new DateTimeOffset(_start, TimeSpan.Zero)) ? _sum : 0;
        }

        foreach (var (id, _, amount) in Oldest("AND at <= $3", (now - _window.Length).UtcTicks))
        {
            Remove(id, amount);
        }

        return _sum;
    }

    public override void Add(DateTimeOffset at, Int128 amount)
    {
        if (_window.Calendar is { } unit)
        {
            (_sum, _start) = (Sum(at) + amount, CalendarWindow.Start(unit, at).UtcTicks);
            Save(CalendarWindow.Next(unit, CalendarWindow.Start(unit, at)));
            return;
        }

        _ = Sum(at);
        if (amount == 0)
        {
            return;
        }

        if (_kept == SlidingTally.MostKept && Oldest("LIMIT 2") is [var first, var second])
        {
            Remove(first.Id, first.Amount);
            Change(second.Id, second.Amount + first.Amount);
            _sum += first.Amount;
        }

        Sql.Execute(
            _transaction, "INSERT INTO reservation (counter, \"window\", at, amount) VALUES ($1, $2, $3, $4)",
            _key.Counter, _key.Window, at.UtcTicks, Text(amount));
        (_sum, _kept) = (_sum + amount, _kept + 1);
        Save(at + _window.Length);
    }

    public override void GiveBack(DateTimeOffset at, Int128 amount, DateTimeOffset now)
    {
        if (_window.Calendar is { } unit)
        {
            if (_start == CalendarWindow.Start(unit, at).UtcTicks)
            {
                _sum = Int128.Max(0, _sum - amount);
                Save(null);
            }

            return;
        }

        _ = Sum(now);
        if (at + _window.Length <= now)
        {
            return;
        }

        // One that was merged stands in the oldest, at a later time than its own.
        var same = Oldest("AND at = $3", at.UtcTicks);
        if (same.Count == 0)
        {
            same = Oldest("AND at > $3 LIMIT 1", at.UtcTicks) is [var next] && Oldest("LIMIT 1")[0].Id == next.Id ? [next] : [];
        }

        foreach (var one in same)
        {
            var taken = Int128.Min(one.Amount, amount);
            amount -= taken;
            if (taken == one.Amount)
            {
                Remove(one.Id, taken);
            }
            else
            {
                Change(one.Id, one.Amount - taken);
                _sum -= taken;
            }
        }

        Save(null);
    }

    public override DateTimeOffset FreesAt(DateTimeOffset now, Int128 excess)
    {
        if (_window.Calendar is { } unit)
        {
            return CalendarWindow.Next(unit, CalendarWindow.Start(unit, now));
        }

        foreach (var one in Oldest(""))
        {
            excess -= one.Amount;
            if (excess <= 0)
            {
                return new DateTimeOffset(one.At, TimeSpan.Zero) + _window.Length;
            }
        }

        return now;
    }

    public override IEnumerable<(DateTimeOffset At, Int128 Amount)> Entries(DateTimeOffset now) =>
        Oldest("").Select(static one => (new DateTimeOffset(one.At, TimeSpan.Zero), one.Amount));

    private List<(long Id, long At, Int128 Amount)> Oldest(string which, params object?[] values)
    {
        var limit = which.EndsWith("LIMIT 1", StringComparison.Ordinal) ? "LIMIT 1"
            : which.EndsWith("LIMIT 2", StringComparison.Ordinal) ? "LIMIT 2" : "";
        return Sql.Rows(
            _transaction, static row => (row.GetInt64(0), row.GetInt64(1), Parse(row.GetString(2))),
            $"""
            SELECT id, at, amount FROM reservation WHERE counter = $1 AND "window" = $2
            {which[..(which.Length - limit.Length)]} ORDER BY at, id {limit}
            """,
            [_key.Counter, _key.Window, .. values]);
    }

    private void Remove(long id, Int128 amount)
    {
        Sql.Execute(_transaction, "DELETE FROM reservation WHERE id = $1", id);
        (_sum, _kept) = (_sum - amount, _kept - 1);
    }

    private void Change(long id, Int128 amount) =>
        Sql.Execute(_transaction, "UPDATE reservation SET amount = $1 WHERE id = $2", Text(amount), id);

    private void Save(DateTimeOffset? ends) => Sql.Execute(
        _transaction,
        """
        INSERT INTO counter VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (counter, "window")
        DO UPDATE SET start = $3, kept = $4, sum = $5, ends = CASE WHEN counter.ends > $6 THEN counter.ends ELSE $6 END
        """,
        _key.Counter, _key.Window, _start, _kept, Text(_sum), ends?.UtcTicks ?? 0);

    private static Int128 Parse(string text) => Int128.Parse(text, CultureInfo.InvariantCulture);

    private static string Text(Int128 amount) => amount.ToString(CultureInfo.InvariantCulture);
}
