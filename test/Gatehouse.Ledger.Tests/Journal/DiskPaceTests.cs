using Gatehouse.Ledger.Journal;
using Microsoft.Extensions.Time.Testing;

namespace Gatehouse.Ledger.Tests.Journal;

public class DiskPaceTests
{
    private readonly FakeTimeProvider _time = new();

    [Fact]
    public void NeedsThread_AfterOneSlowWrite_IsBrief()
    {
        var pace = new DiskPace(_time, isPowerSafe: false);
        pace.Note(TimeSpan.FromMilliseconds(3));
        Assert.False(pace.NeedsThread);

        pace.Note(TimeSpan.FromMilliseconds(30));
        Assert.True(pace.NeedsThread);
        _time.Advance(TimeSpan.FromMilliseconds(150));
        Assert.False(pace.NeedsThread);
    }

    [Fact]
    public void NeedsThread_WhileTheDiskStaysSlow_LastsSeconds()
    {
        var pace = new DiskPace(_time, isPowerSafe: false);
        for (var i = 0; i < 10; i++)
        {
            pace.Note(TimeSpan.FromMilliseconds(30));
        }

        _time.Advance(TimeSpan.FromSeconds(4));
        Assert.True(pace.NeedsThread);
        _time.Advance(TimeSpan.FromSeconds(2));
        Assert.False(pace.NeedsThread);
    }

    [Fact]
    public void NeedsThread_PowerSafe_Always() => Assert.True(new DiskPace(_time, isPowerSafe: true).NeedsThread);
}
