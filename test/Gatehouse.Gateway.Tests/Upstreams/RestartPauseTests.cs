using Gatehouse.Gateway.Upstreams;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Gateway.Tests.Upstreams;

public sealed class RestartPauseTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void IsOver_DiedAgainAndAgain_WaitsLongerUpToTheLongest()
    {
        var pause = new RestartPause(_time);
        Assert.True(pause.IsOver);
        foreach (var seconds in new[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            pause.Died(TimeSpan.Zero);
            _time.Advance(TimeSpan.FromSeconds(seconds) - TimeSpan.FromTicks(1));
            Assert.False(pause.IsOver);
            _time.Advance(TimeSpan.FromTicks(1));
            Assert.True(pause.IsOver);
        }
    }

    [Fact]
    public void IsOver_AfterALongLife_BeginsAtASecondAgain()
    {
        var pause = new RestartPause(_time);
        pause.Died(TimeSpan.Zero);
        pause.Died(TimeSpan.Zero);

        pause.Died(RestartPause.Healthy);
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.True(pause.IsOver);
    }

    [Fact]
    public void TryTake_MoreLinesThanTheBudget_AreCountedUntilTheNextStretch()
    {
        var budget = new LogBudget(_time);
        for (var i = 0; i < LogBudget.Lines; i++)
            Assert.True(budget.TryTake(out _));
        for (var i = 0; i < 7; i++)
            Assert.False(budget.TryTake(out _));

        _time.Advance(LogBudget.Stretch);

        Assert.True(budget.TryTake(out var dropped));
        Assert.Equal(7, dropped);
    }
}
