using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Testing;
using Gatehouse.Policy.Tests.Language;
using Xunit;

namespace Gatehouse.Policy.Tests.Testing;

/// <summary>`policy-language` section 5, as the test runner keeps it.</summary>
public sealed class CounterKeeperTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PolicyLayer Layer = new(
        LayerKind.Grant, "d", Policies.Load("""{"version":"1","default":"allow"}"""));

    private readonly CounterKeeper _keeper = new();

    [Fact]
    public void Reserve_SlidingWindow_CountsUntilItsLengthIsOver()
    {
        var rate = Sliding(10, 60, LimitScope.Session);

        Assert.Equal(10, Calls(rate, 0, 20));
        Assert.Equal(0, Calls(rate, 59.9, 1));
        Assert.Equal(1, Calls(rate, 60, 1));
    }

    [Fact]
    public void Reserve_ElevenSessions_TheGrantGetsTenTimesTheMaximum()
    {
        var rate = Sliding(10, 60, LimitScope.Session);

        var made = Enumerable.Range(0, 11).Sum(session => Calls(rate, 0, 10, $"s{session}"));

        Assert.Equal(100, made);
    }

    [Theory]
    [InlineData(CalendarUnit.Minute, "2026-01-01T12:00:59Z", "2026-01-01T12:01:00Z")]
    [InlineData(CalendarUnit.Hour, "2026-01-01T12:59:59Z", "2026-01-01T13:00:00Z")]
    [InlineData(CalendarUnit.Day, "2026-01-01T23:59:59Z", "2026-01-02T00:00:00Z")]
    [InlineData(CalendarUnit.Week, "2026-01-04T23:59:59Z", "2026-01-05T00:00:00Z")]
    [InlineData(CalendarUnit.Month, "2026-01-31T23:59:59Z", "2026-02-01T00:00:00Z")]
    public void Reserve_CalendarWindow_BeginsAnewAtItsBoundary(CalendarUnit unit, string last, string next)
    {
        var charge = Charge(new LimitWindow("w", unit, default), 1, LimitScope.Grant, 1);
        var (end, begin) = (DateTimeOffset.Parse(last, null), DateTimeOffset.Parse(next, null));

        Assert.Null(_keeper.Reserve([charge], new CallOrigin("g", "v", "s"), end));
        Assert.Equal(begin, _keeper.Reserve([charge], new CallOrigin("g", "v", "s"), end)!.FitsAt);
        Assert.Null(_keeper.Reserve([charge], new CallOrigin("g", "v", "s"), begin));
    }

    [Fact]
    public void Reserve_Sum_ReachesTheMaximumExactlyAndSaysWhenMoreFits()
    {
        LimitCharge Of(decimal amount) => Charge(new LimitWindow("1d", null, TimeSpan.FromDays(1)), 50_000, LimitScope.Grant, amount);
        var origin = new CallOrigin("g", "v", "s");

        Assert.Null(_keeper.Reserve([Of(49_999.5m)], origin, Start));
        Assert.Null(_keeper.Reserve([Of(0.5m)], origin, Start.AddHours(1)));
        Assert.Equal(Start.AddDays(1), _keeper.Reserve([Of(0.1m)], origin, Start.AddHours(2))!.FitsAt);
        Assert.Null(_keeper.Reserve([Of(60_000m)], origin, Start.AddHours(2))!.FitsAt);
        Assert.Null(_keeper.Reserve([Of(0m)], origin, Start.AddHours(2)));
    }

    [Fact]
    public void Reserve_OneOfTwoHasNoRoom_TakesNeither()
    {
        var small = Charge(new LimitWindow("day", CalendarUnit.Day, default), 1, LimitScope.Grant, 1, "small");
        var large = Charge(new LimitWindow("day", CalendarUnit.Day, default), 2, LimitScope.Grant, 1, "large");
        var origin = new CallOrigin("g", "v", "s");

        Assert.Null(_keeper.Reserve([large, small], origin, Start));
        Assert.Equal("small", _keeper.Reserve([large, small], origin, Start)!.Charge.Limit.Counter);
        Assert.Null(_keeper.Reserve([large], origin, Start));
        Assert.NotNull(_keeper.Reserve([large], origin, Start));
    }

    [Theory]
    [InlineData(LimitScope.Grant, false, true, true)]
    [InlineData(LimitScope.Server, true, false, true)]
    [InlineData(LimitScope.Org, true, true, true)]
    [InlineData(LimitScope.Session, false, true, false)]
    public void Reserve_Scope_SaysWhoseCallsShareTheCounter(LimitScope scope, bool otherGrant, bool otherServer, bool otherSession)
    {
        bool IsShared(CallOrigin other)
        {
            var keeper = new CounterKeeper();
            var charge = Charge(new LimitWindow("day", CalendarUnit.Day, default), 1, scope, 1);
            keeper.Reserve([charge], new CallOrigin("g", "v", "s"), Start);
            return keeper.Reserve([charge], other, Start) is not null;
        }

        Assert.Equal(otherGrant, IsShared(new CallOrigin("g2", "v", "s")));
        Assert.Equal(otherServer, IsShared(new CallOrigin("g", "v2", "s")));
        Assert.Equal(otherSession, IsShared(new CallOrigin("g", "v", "s2")));
    }

    [Fact]
    public void Reserve_ClockSetBack_StandsStill()
    {
        var rate = Sliding(1, 60, LimitScope.Grant);
        var origin = new CallOrigin("g", "v", "s");

        Assert.Null(_keeper.Reserve([rate], origin, Start.AddSeconds(60)));
        Assert.NotNull(_keeper.Reserve([rate], origin, Start));
        Assert.NotNull(_keeper.Reserve([rate], origin, Start.AddSeconds(119)));
        Assert.Null(_keeper.Reserve([rate], origin, Start.AddSeconds(120)));
    }

    [Fact]
    public void Reserve_Shadow_NeverDeniesAndIsCountedApart()
    {
        var real = Sliding(2, 60, LimitScope.Grant);
        var origin = new CallOrigin("g", "v", "s");

        for (var i = 0; i < 5; i++)
        {
            Assert.Null(_keeper.Reserve([real with { IsShadow = true }], origin, Start));
        }

        Assert.Equal(2, Calls(real, 0, 5));
    }

    [Fact]
    public void Reserve_MoreThanTenThousand_GivesQuotaBackLateButNeverEarly()
    {
        var rate = Sliding(10_001, 60, LimitScope.Grant);
        Assert.Equal(1, Calls(rate, 0, 1));
        Assert.Equal(10_000, Calls(rate, 1, 10_000));

        // The first was merged with one of a second later.
        Assert.Equal(0, Calls(rate, 60.5, 1));
        Assert.Equal(10_001, Calls(rate, 61, 20_000));
    }

    private int Calls(LimitCharge charge, double seconds, int times, string session = "s") => Enumerable.Range(0, times)
        .Count(_ => _keeper.Reserve([charge], new CallOrigin("g", "v", session), Start.AddSeconds(seconds)) is null);

    private static LimitCharge Sliding(long max, int seconds, LimitScope scope) =>
        Charge(new LimitWindow($"{seconds}s", null, TimeSpan.FromSeconds(seconds)), max, scope, 1);

    private static LimitCharge Charge(LimitWindow window, long max, LimitScope scope, decimal amount, string counter = "c") => new(
        Layer,
        new LimitRule { Rule = "/r", Key = "t", Counter = counter, Window = window, Max = max, Scope = scope },
        amount,
        IsShadow: false);
}
