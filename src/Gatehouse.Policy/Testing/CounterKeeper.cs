using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Testing;

/// <summary>The counters of one test case, in memory: `policy-language` section 5.</summary>
internal sealed class CounterKeeper
{
    private readonly Dictionary<CounterKey, Counter> _counters = [];
    private DateTimeOffset _now = DateTimeOffset.MinValue;

    /// <summary>The first limit without room for the call; null where all have room. Shadows never deny.</summary>
    public LimitShortage? Peek(IEnumerable<LimitCharge> charges, in CallOrigin origin, DateTimeOffset now)
    {
        Advance(now);
        foreach (var charge in charges)
        {
            foreach (var (key, max) in charge.IsShadow ? [] : KeysOf(charge, origin))
            {
                if (Find(key, charge).Sum(_now) + charge.Amount > max)
                {
                    return new LimitShortage(charge, charge.Amount > max ? null : Find(key, charge).FitsAt(_now, charge.Amount, max));
                }
            }
        }

        return null;
    }

    /// <summary>Reserves all charges or none; where one has no room, says which.</summary>
    public LimitShortage? Reserve(IReadOnlyCollection<LimitCharge> charges, in CallOrigin origin, DateTimeOffset now)
    {
        if (Peek(charges, origin, now) is { } shortage)
        {
            return shortage;
        }

        foreach (var charge in charges)
        {
            foreach (var (key, _) in KeysOf(charge, origin))
            {
                Find(key, charge).Add(_now, charge.Amount);
            }
        }

        return null;
    }

    private void Advance(DateTimeOffset now) => _now = now > _now ? now : _now;

    private Counter Find(in CounterKey key, in LimitCharge charge)
    {
        if (!_counters.TryGetValue(key, out var counter))
        {
            var window = charge.Limit.Window;
            counter = window.Calendar is { } unit ? new FixedCounter(unit) : new SlidingCounter(window.Length);
            _counters.Add(key, counter);
        }

        return counter;
    }

    // A limit of sessions has a second counter: what all sessions of the grant may do together.
    private static (CounterKey Key, decimal Max)[] KeysOf(in LimitCharge charge, in CallOrigin origin)
    {
        var limit = charge.Limit;
        var key = new CounterKey(
            charge.Layer.DocumentId,
            limit.Key,
            limit.Counter,
            limit.Window.Calendar,
            limit.Window.Length,
            limit.Scope,
            limit.IncrementFrom?.Text,
            limit.Scope switch
            {
                LimitScope.Grant or LimitScope.Session => origin.Grant,
                LimitScope.Server => origin.Server,
                _ => "",
            },
            limit.Scope == LimitScope.Session ? origin.Session : null,
            charge.IsShadow);
        return limit.Scope == LimitScope.Session
            ? [(key, limit.Max), (key with { Session = null }, (decimal)limit.Max * limit.Sessions)]
            : [(key, limit.Max)];
    }

    private readonly record struct CounterKey(
        string Document,
        string Key,
        string Counter,
        CalendarUnit? Calendar,
        TimeSpan Length,
        LimitScope Scope,
        string? IncrementFrom,
        string Owner,
        string? Session,
        bool IsShadow);
}

/// <summary>Whose call it is.</summary>
/// <param name="Grant">The grant's id.</param>
/// <param name="Server">The server's id.</param>
/// <param name="Session">The agent session's id.</param>
internal readonly record struct CallOrigin(string Grant, string Server, string Session);

/// <summary>A limit that has no room for a call.</summary>
/// <param name="Charge">The limit and the amount.</param>
/// <param name="FitsAt">From when this amount fits; null is never.</param>
internal sealed record LimitShortage(LimitCharge Charge, DateTimeOffset? FitsAt);
