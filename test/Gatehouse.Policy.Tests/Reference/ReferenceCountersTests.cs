using Xunit;

namespace Gatehouse.Policy.Tests.Reference;

/// <summary>The rows of section 9 that count, and the sentences of section 5 that can be got wrong.</summary>
public sealed class ReferenceCountersTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly ReferenceCaller Caller = new("org", "server", "grant", "session");

    private readonly ReferenceCounters _counters = new();

    [Fact]
    public void Reserve_SumOfAmountsPerDay_ReachesMaxAndNeverExceedsIt()
    {
        var limit = new ReferenceLimit("cents", "day", 50_000);
        Assert.NotNull(_counters.Reserve(Caller, Noon, (limit, 49_999.5m)));

        Assert.NotNull(_counters.Reserve(Caller, Noon, (limit, 0.5m)));
        Assert.Null(_counters.Reserve(Caller, Noon, (limit, 0.1m)));

        Assert.Equal(Noon.AddHours(12), _counters.FitsAt(limit, 0.1m, Caller, Noon));
        Assert.Null(_counters.FitsAt(limit, 60_000, Caller, Noon));
    }

    [Fact]
    public void Reserve_RateLimitOfTenIn60Seconds_EndsAt60Seconds()
    {
        var rate = new ReferenceLimit("rate_limit", "60s", 10, "session");
        Assert.All(Enumerable.Range(0, 10), _ => Assert.NotNull(_counters.Reserve(Caller, Noon, (rate, 1))));

        Assert.Null(_counters.Reserve(Caller, Noon.AddSeconds(59.9), (rate, 1)));
        Assert.NotNull(_counters.Reserve(Caller, Noon.AddSeconds(60), (rate, 1)));
    }

    [Fact]
    public void Reserve_ElevenSessionsWithTenCallsEach_DeniesTheHundredAndFirst()
    {
        var rate = new ReferenceLimit("rate_limit", "60s", 10, "session");

        var calls = Enumerable.Range(0, 110)
            .Select(call => _counters.Reserve(Caller with { Session = $"s{call / 10}" }, Noon, (rate, 1))).ToList();

        Assert.Equal(100, calls.Count(call => call is not null));
        Assert.Null(calls[100]);
    }

    [Fact]
    public void Reserve_OneLimitOfTwoIsFull_TakesNeither()
    {
        var wide = new ReferenceLimit("wide", "hour", 10);
        var narrow = new ReferenceLimit("narrow", "hour", 0);

        Assert.Null(_counters.Reserve(Caller, Noon, (wide, 10), (narrow, 1)));

        Assert.NotNull(_counters.Reserve(Caller, Noon, (wide, 10)));
    }

    [Fact]
    public void Reserve_ClockSetBack_StandsStill()
    {
        var limit = new ReferenceLimit("n", "minute", 1);
        Assert.NotNull(_counters.Reserve(Caller, Noon, (limit, 1)));

        Assert.Null(_counters.Reserve(Caller, Noon.AddMinutes(-5), (limit, 1)));
        Assert.NotNull(_counters.Reserve(Caller, Noon.AddMinutes(1), (limit, 1)));
    }

    [Fact]
    public void Reserve_WeekFromMonday_StartsAnew()
    {
        var limit = new ReferenceLimit("n", "week", 1);
        var sunday = new DateTimeOffset(2026, 1, 4, 23, 59, 59, TimeSpan.Zero);
        Assert.NotNull(_counters.Reserve(Caller, Noon, (limit, 1)));

        Assert.Null(_counters.Reserve(Caller, sunday, (limit, 1)));
        Assert.NotNull(_counters.Reserve(Caller, sunday.AddSeconds(1), (limit, 1)));
    }

    [Fact]
    public void Reserve_MoreReservationsThanAreKept_QuotaComesBackLateNeverEarly()
    {
        var counters = new ReferenceCounters(kept: 2);
        var limit = new ReferenceLimit("n", "10s", 3);
        Assert.All([0, 4, 8], second => Assert.NotNull(counters.Reserve(Caller, Noon.AddSeconds(second), (limit, 1))));

        Assert.Null(counters.Reserve(Caller, Noon.AddSeconds(13.9), (limit, 1)));
        Assert.NotNull(counters.Reserve(Caller, Noon.AddSeconds(14), (limit, 2)));
    }

    [Fact]
    public void Release_CallThatSentNothing_GivesItsAmountBack()
    {
        var limit = new ReferenceLimit("n", "hour", 5);
        var call = _counters.Reserve(Caller, Noon, (limit, 5))!.Value;

        _counters.Release(call);

        Assert.NotNull(_counters.Reserve(Caller, Noon, (limit, 5)));
    }
}
