using CsCheck;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Testing;
using Gatehouse.Policy.Tests.Reference;
using Xunit;

namespace Gatehouse.Policy.Tests.Properties;

/// <summary>The counters in memory count as the plain list of reservations does: section 5.</summary>
public sealed class CounterProperties
{
    private static readonly string[] Windows = ["minute", "hour", "day", "week", "month", "1s", "90s", "10m", "6h"];
    private static readonly decimal[] Amounts = [0, 0.000000001m, 0.1m, 0.5m, 1, 1, 1, 2, 3, 5, 11];
    private static readonly double[] Seconds = [0, 0, 0.0000001, 0.4, 1, 29.9, 30, 60, 90, 600, 3_600, 86_400, 700_000, -5, -90];

    private static readonly PolicyLayer Layer = new(
        LayerKind.Grant, "doc", PolicyReader.Read("""{"version":"1","default":"allow"}"""u8).Document!);

    [Fact]
    public void Reserve_AnySequenceOfCalls_IsWhatTheModelSays()
    {
        // About fifty calls a run.
        for (var seed = 0u; seed < Math.Max(200, Runs.Pairs / 50); seed++)
        {
            var difference = Difference(new Dice(new PCG(2, seed)));
            Assert.True(difference is null, $"seed {seed}: {difference}");
        }
    }

    private static string? Difference(Dice dice)
    {
        var (keeper, model) = (new CounterKeeper(), new ReferenceCounters());
        var limits = dice.Many(1, 3, at => Limit(dice, at));
        var now = new DateTimeOffset(2026, 2, 27, 23, 58, 30, TimeSpan.Zero);
        for (var call = 0; call < 50; call++)
        {
            now = now.AddSeconds(dice.Of(Seconds));
            var origin = new CallOrigin(dice.Of(["g1", "g2"]), dice.Of(["s1", "s2"]), dice.Of(["a", "b", "c"]));
            var caller = new ReferenceCaller("org", origin.Server, origin.Grant, origin.Session);
            var charges = limits.Select(limit => (limit.Rule, limit.Model, Amount: dice.Of(Amounts))).ToList();

            var shortage = keeper.Reserve(
                [.. charges.Select(charge => new LimitCharge(Layer, charge.Rule, charge.Amount, false))], origin, now);
            var reserved = model.Reserve(caller, now, [.. charges.Select(charge => (charge.Model, charge.Amount))]) is not null;

            if (reserved != shortage is null)
            {
                return $"call {call} at {now:O}: the model reserves {reserved}, the keeper {shortage}";
            }

            // A limit of sessions has two counters, and only one of them is said to fit.
            if (shortage is not null && shortage.Charge.Limit.Scope != LimitScope.Session)
            {
                var limit = charges.Find(charge => ReferenceEquals(charge.Rule, shortage.Charge.Limit)).Model;
                var fits = model.FitsAt(limit, shortage.Charge.Amount, caller, now);
                if (fits != shortage.FitsAt)
                {
                    return $"call {call} at {now:O}: the model says it fits at {fits:O}, the keeper at {shortage.FitsAt:O}";
                }
            }
        }

        return null;
    }

    private static (LimitRule Rule, ReferenceLimit Model) Limit(Dice dice, int at)
    {
        var (window, scope) = (dice.Of(Windows), dice.Of(Enum.GetValues<LimitScope>()));
        var (max, sessions) = (dice.Below(12), 1 + dice.Below(3));
        var isCalendar = Enum.TryParse<CalendarUnit>(window, ignoreCase: true, out var unit);
        var rule = new LimitRule
        {
            Rule = $"/tools/t/limits/c{at}",
            Key = "t",
            Counter = $"c{at}",
            Window = new LimitWindow(window, isCalendar ? unit : null, isCalendar ? TimeSpan.Zero : ReferenceEntry.Duration(window)),
            Max = max,
            Scope = scope,
            Sessions = sessions,
        };
        return (rule, new ReferenceLimit($"c{at}", window, max, scope.ToString().ToLowerInvariant(), sessions));
    }
}
