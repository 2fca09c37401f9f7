namespace Gatehouse.Policy.Tests.Reference;

/// <summary>A limit as section 5 writes it. The identity is document, key, counter, window, scope and increment_from.</summary>
/// <param name="Identity">What tells this counter from others.</param>
/// <param name="Window">A calendar unit, or a duration for a sliding window.</param>
/// <param name="Max">"the sum may reach it and never exceeds it".</param>
/// <param name="Scope"><c>grant</c>, <c>session</c>, <c>server</c> or <c>org</c>.</param>
/// <param name="Sessions">"all sessions of a grant together get at most sessions × max (default 10)".</param>
internal sealed record ReferenceLimit(string Identity, string Window, decimal Max, string Scope = "grant", int Sessions = 10);

/// <summary>Who calls.</summary>
internal sealed record ReferenceCaller(string Org, string Server, string Grant, string Session);

/// <summary>The counters of section 5, told as plainly as possible: a list of reservations, added up each time.</summary>
/// <param name="kept">"A sliding counter keeps 10,000 reservations; then the two oldest are merged at the later time."</param>
internal sealed class ReferenceCounters(int kept = 10_000)
{
    private readonly Dictionary<string, List<Reservation>> _tallies = new(StringComparer.Ordinal);
    private DateTimeOffset _clock = DateTimeOffset.MinValue;
    private int _lastCall;

    private sealed record Reservation(DateTimeOffset At, IReadOnlyDictionary<int, decimal> Calls)
    {
        public decimal Amount => Calls.Values.Sum();
    }

    /// <summary>"reserve all limits of the call atomically: all or none". Gives the number of the call, or null.</summary>
    public int? Reserve(ReferenceCaller caller, DateTimeOffset time, params IReadOnlyList<(ReferenceLimit Limit, decimal Amount)> charges)
    {
        var now = Now(time);
        var shares = charges.SelectMany(charge => Shares(charge.Limit, charge.Amount, caller)).ToList();
        if (!shares.TrueForAll(share => Sum(share, now) + share.Amount <= share.Max))
        {
            return null;
        }

        _lastCall++;
        foreach (var share in shares)
        {
            var tally = Tally(share.Key);
            tally.Add(new Reservation(now, new Dictionary<int, decimal> { [_lastCall] = share.Amount }));
            if (tally.Count > kept && !IsCalendar(share.Window))
            {
                var both = tally[0].Calls.Concat(tally[1].Calls).ToDictionary();
                tally[1] = new Reservation(tally[1].At, both);
                tally.RemoveAt(0);
            }
        }

        return _lastCall;
    }

    /// <summary>"roll back only when the gateway knows that no byte reached the upstream".</summary>
    public void Release(int call)
    {
        foreach (var tally in _tallies.Values)
        {
            for (var at = 0; at < tally.Count; at++)
            {
                tally[at] = tally[at] with { Calls = tally[at].Calls.Where(entry => entry.Key != call).ToDictionary() };
            }
        }
    }

    /// <summary>"<c>retry_after</c>: until this amount fits; above <c>max</c> it is never".</summary>
    public DateTimeOffset? FitsAt(ReferenceLimit limit, decimal amount, ReferenceCaller caller, DateTimeOffset time)
    {
        var now = Now(time);
        var shares = Shares(limit, amount, caller).ToList();
        if (shares.Exists(share => share.Amount > share.Max))
        {
            return null;
        }

        return shares.SelectMany(share => Tally(share.Key).Select(one => Ends(one.At, share.Window)))
            .Append(now).Where(moment => moment >= now).Order()
            .First(moment => shares.TrueForAll(share => Sum(share, moment) + share.Amount <= share.Max));
    }

    private sealed record Share(string Key, string Window, decimal Max, decimal Amount);

    /// <summary>"whose calls share the counter"; for sessions a second sum over all sessions of the grant.</summary>
    private static IEnumerable<Share> Shares(ReferenceLimit limit, decimal amount, ReferenceCaller caller)
    {
        var owner = limit.Scope switch
        {
            "org" => caller.Org,
            "server" => caller.Server,
            _ => caller.Grant,
        };
        return limit.Scope == "session"
            ?
            [
                new Share($"{limit.Identity}|{owner}|{caller.Session}", limit.Window, limit.Max, amount),
                new Share($"{limit.Identity}|{owner}|(all)", limit.Window, limit.Max * limit.Sessions, amount),
            ]
            : [new Share($"{limit.Identity}|{owner}", limit.Window, limit.Max, amount)];
    }

    private decimal Sum(Share share, DateTimeOffset now) =>
        Tally(share.Key).Where(one => now < Ends(one.At, share.Window)).Sum(one => one.Amount);

    /// <summary>
    /// When a reservation stops counting. Calendar windows are "fixed, aligned to the UTC calendar"; sliding: "a reservation
    /// of time t counts while now &lt; t + window".
    /// </summary>
    private static DateTimeOffset Ends(DateTimeOffset at, string window)
    {
        var day = new DateTimeOffset(at.UtcDateTime.Date, TimeSpan.Zero);
        return window switch
        {
            "minute" => day.AddHours(at.UtcDateTime.Hour).AddMinutes(at.UtcDateTime.Minute + 1),
            "hour" => day.AddHours(at.UtcDateTime.Hour + 1),
            "day" => day.AddDays(1),
            "week" => day.AddDays(7 - (((int)day.DayOfWeek + 6) % 7)),
            "month" => new DateTimeOffset(day.Year, day.Month, 1, 0, 0, 0, TimeSpan.Zero).AddMonths(1),
            _ => at + ReferenceEntry.Duration(window),
        };
    }

    private static bool IsCalendar(string window) => !char.IsAsciiDigit(window[0]);

    /// <summary>"Time is the store's and never goes back: when the clock is set back, it stands still."</summary>
    private DateTimeOffset Now(DateTimeOffset time) => _clock = time > _clock ? time : _clock;

    private List<Reservation> Tally(string key) =>
        _tallies.TryGetValue(key, out var tally) ? tally : _tallies[key] = [];
}
