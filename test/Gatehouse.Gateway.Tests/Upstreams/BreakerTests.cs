using Gatehouse.Gateway.Upstreams;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class BreakerTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void TryPass_FewerFailuresThanTheThreshold_Passes()
    {
        var breaker = new Breaker(_time);
        Fail(breaker, Breaker.Threshold - 1);

        Assert.True(breaker.TryPass(out var isProbe));
        Assert.False(isProbe);
    }

    [Fact]
    public void TryPass_AnAnswerBetweenFailures_StartsTheCountAgain()
    {
        var breaker = new Breaker(_time);
        Fail(breaker, Breaker.Threshold - 1);
        breaker.Settle(CallHealth.Answered, isProbe: false);
        Fail(breaker, Breaker.Threshold - 1);

        Assert.True(breaker.TryPass(out _));
    }

    [Fact]
    public void TryPass_Open_RefusesThenLetsOneProbeThrough()
    {
        var breaker = Open();
        Assert.False(breaker.TryPass(out _));

        _time.Advance(Breaker.FirstPause);

        Assert.True(breaker.TryPass(out var isProbe));
        Assert.True(isProbe);
        Assert.False(breaker.TryPass(out _));
    }

    [Fact]
    public void Settle_ProbeAnswered_Closes()
    {
        var breaker = Open();
        _time.Advance(Breaker.FirstPause);
        breaker.TryPass(out var isProbe);

        breaker.Settle(CallHealth.Answered, isProbe);

        Assert.True(breaker.TryPass(out isProbe));
        Assert.False(isProbe);
        Assert.True(breaker.TryPass(out _));
    }

    [Fact]
    public void Settle_ProbeFailed_DoublesThePauseUpToItsLongest()
    {
        var breaker = Open();
        var pause = Breaker.FirstPause;
        for (var i = 0; i < 10; i++)
        {
            _time.Advance(pause - TimeSpan.FromMilliseconds(1));
            Assert.False(breaker.TryPass(out _));
            _time.Advance(TimeSpan.FromMilliseconds(1));
            Assert.True(breaker.TryPass(out var isProbe));
            breaker.Settle(CallHealth.Failed, isProbe);
            pause = TimeSpan.FromSeconds(Math.Min(pause.TotalSeconds * 2, Breaker.LongestPause.TotalSeconds));
        }
    }

    [Fact]
    public void Settle_ProbeWhoseClientWentAway_LetsAnotherProbeThrough()
    {
        var breaker = Open();
        _time.Advance(Breaker.FirstPause);
        breaker.TryPass(out var isProbe);

        breaker.Settle(CallHealth.Unknown, isProbe);

        Assert.True(breaker.TryPass(out isProbe));
        Assert.True(isProbe);
    }

    [Fact]
    public void Settle_LateFailuresOfEarlierCalls_DoNotLengthenThePause()
    {
        var breaker = Open();
        _time.Advance(Breaker.FirstPause / 2);
        Fail(breaker, 20);
        _time.Advance(Breaker.FirstPause / 2);

        Assert.True(breaker.TryPass(out _));
    }

    private Breaker Open()
    {
        var breaker = new Breaker(_time);
        Fail(breaker, Breaker.Threshold);
        return breaker;
    }

    private static void Fail(Breaker breaker, int times)
    {
        for (var i = 0; i < times; i++)
            breaker.Settle(CallHealth.Failed, isProbe: false);
    }
}
