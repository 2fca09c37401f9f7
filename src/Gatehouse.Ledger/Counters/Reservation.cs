using System.Collections.Immutable;
using Gatehouse.Gateway.Limits;
using Gatehouse.Policy.Language;

namespace Gatehouse.Ledger.Counters;

/// <summary>The one rule of reserving, whatever holds the tallies: all of a call's counters or none.</summary>
internal static class Reservation
{
    /// <summary>Looks a tally up; a missing one counts zero.</summary>
    public delegate Tally? Find(CounterKey key, LimitWindow window);

    /// <summary>The first demand without room, and when it will have some; −1 when all fit.</summary>
    public static CounterAnswer Check(ReadOnlySpan<CounterDemand> demands, DateTimeOffset now, ClosedWindows closed, Find find)
    {
        for (var i = 0; i < demands.Length; i++)
        {
            if (demands[i].IsShadow)
            {
                continue;
            }

            if (closed.Until(demands[i].Window, now) is { } opens)
            {
                return new CounterAnswer(i, opens, []);
            }

            // A counter may be named twice by one call: what stands before in the list is taken as well.
            var amount = Amount.Billionths(demands[i].Amount);
            for (var before = 0; before < i; before++)
            {
                amount += Key(demands[before]) == Key(demands[i]) ? Amount.Billionths(demands[before].Amount) : 0;
            }

            var tally = find(Key(demands[i]), demands[i].Window);
            var max = Amount.Ceiling(demands[i].Max);
            var excess = (tally?.Sum(now) ?? 0) + amount - max;
            if (excess > 0)
            {
                return new CounterAnswer(i, amount > max ? null : tally!.FreesAt(now, excess), []);
            }
        }

        return new CounterAnswer(-1, null, []);
    }

    /// <summary>Takes all, after <see cref="Check"/> under the same lock or transaction.</summary>
    public static CounterAnswer Take(ReadOnlySpan<CounterDemand> demands, DateTimeOffset now, Find find)
    {
        var taken = ImmutableArray.CreateBuilder<Reserved>(demands.Length);
        foreach (ref readonly var demand in demands)
        {
            find(Key(demand), demand.Window)!.Add(now, Amount.Billionths(demand.Amount));
            taken.Add(new Reserved(demand.Counter, demand.Window.Text, now, demand.Amount));
        }

        return new CounterAnswer(-1, null, taken.MoveToImmutable());
    }

    private static CounterKey Key(in CounterDemand demand) => new(demand.Counter, demand.Window.Text);
}
