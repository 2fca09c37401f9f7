using CsCheck;
using Gatehouse.Ledger.Counters;
using Gatehouse.Policy.Language;

namespace Gatehouse.Ledger.Tests.Counters;

public class SlidingTallyProperties
{
    private static readonly DateTimeOffset Zero = new(2026, 11, 22, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A list of reservations, and the sentence of the specification over it.</summary>
    private sealed class Model(TimeSpan length)
    {
        private readonly List<(DateTimeOffset At, Int128 Amount)> _all = [];

        public Int128 Sum(DateTimeOffset now) =>
            _all.Where(one => now < one.At + length).Aggregate((Int128)0, static (sum, one) => sum + one.Amount);

        public void Add(DateTimeOffset at, Int128 amount) => _all.Add((at, amount));

        public void GiveBack(DateTimeOffset at, Int128 amount) => _all.Remove((at, amount));
    }

    [Fact]
    public void Sum_AnyHistory_IsTheModels() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 12], Gen.Int[0, 5]).Array[1, 200].Sample(steps =>
        {
            var length = TimeSpan.FromSeconds(20);
            var (tally, model) = (Tally.For(new LimitWindow("20s", null, length)), new Model(length));
            var now = Zero;
            var taken = new List<(DateTimeOffset At, Int128 Amount)>();
            foreach (var (kind, seconds, amount) in steps)
            {
                now += TimeSpan.FromSeconds(kind == 0 ? seconds : 0);
                if (kind == 3 && taken.Count > 0)
                {
                    var given = taken[(seconds + amount) % taken.Count];
                    taken.Remove(given);
                    tally.GiveBack(given.At, given.Amount, now);
                    model.GiveBack(given.At, given.Amount);
                }
                else
                {
                    tally.Add(now, amount);
                    model.Add(now, amount);
                    taken.Add((now, amount));
                }

                Assert.Equal(model.Sum(now), tally.Sum(now));
                for (var excess = 1; excess <= model.Sum(now); excess += 3)
                {
                    var frees = tally.FreesAt(now, excess);
                    Assert.True(model.Sum(frees) <= model.Sum(now) - excess);
                    Assert.True(model.Sum(frees - TimeSpan.FromTicks(1)) > model.Sum(now) - excess);
                }
            }
        });

    [Fact]
    public void Add_MoreThanItKeeps_ComesBackLateNeverEarly()
    {
        var length = TimeSpan.FromHours(1);
        var (tally, model) = (new SlidingTally(length), new Model(length));
        var now = Zero;
        for (var i = 0; i < SlidingTally.MostKept + 500; i++)
        {
            tally.Add(now, 1);
            model.Add(now, 1);
            now += TimeSpan.FromMilliseconds(100);
        }

        Assert.Equal(SlidingTally.MostKept, tally.Entries(now).Count());

        // The first 501 are one by now, which counts as long as the last of them.
        var lastMerged = Zero + TimeSpan.FromMilliseconds(50_000);
        for (var ms = -50_000; ms <= 60_000; ms += 50)
        {
            var at = lastMerged + length + TimeSpan.FromMilliseconds(ms);
            var (real, kept) = (model.Sum(at), tally.Sum(at));
            Assert.True(kept >= real);
            Assert.Equal(at < lastMerged + length ? SlidingTally.MostKept + 500 : real, kept);
        }
    }

    [Fact]
    public void GiveBack_OfOneThatWasMerged_TakesItOut()
    {
        var tally = new SlidingTally(TimeSpan.FromHours(1));
        for (var i = 0; i <= SlidingTally.MostKept; i++)
        {
            tally.Add(Zero + TimeSpan.FromTicks(i), 1);
        }

        tally.GiveBack(Zero, 1, Zero + TimeSpan.FromSeconds(1));

        Assert.Equal(SlidingTally.MostKept, (int)tally.Sum(Zero + TimeSpan.FromSeconds(1)));
    }
}
