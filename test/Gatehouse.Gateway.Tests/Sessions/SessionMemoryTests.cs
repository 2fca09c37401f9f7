using Gatehouse.Gateway.Sessions;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Gatehouse.Gateway.Tests.Sessions;

public sealed class SessionMemoryTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly SessionMemory _memory;

    public SessionMemoryTests() => _memory = new SessionMemory(_time);

    [Fact]
    public void Recall_OwnCall_IsTrueForADayAndNotLonger()
    {
        _memory.Note("g", "s", "fetch", "read");

        Assert.True(Facts("s").Called.Contains("fetch"));
        _time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.True(Facts("s").Called.Contains("fetch"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(Facts("s").Called.Contains("fetch"));
    }

    [Fact]
    public void Recall_OtherSessionsCall_IsElsewhereForAnHour()
    {
        _memory.Note("g", "s", "fetch", "read");

        Assert.True(Facts("other").CalledElsewhere.Contains("fetch"));
        Assert.True(Facts("other").CategoriesElsewhere.Contains("read"));
        Assert.False(Facts("other").Called.Contains("fetch"));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(Facts("other").CalledElsewhere.Contains("fetch"));
    }

    [Fact]
    public void Recall_RepeatedCall_CountsFromTheLastOne()
    {
        _memory.Note("g", "s", "fetch", "read");
        _time.Advance(TimeSpan.FromMinutes(50));
        Assert.True(Facts("other").CalledElsewhere.Contains("fetch"));
        _memory.Note("g", "s", "fetch", "read");
        _time.Advance(TimeSpan.FromMinutes(50));

        Assert.True(Facts("other").CalledElsewhere.Contains("fetch"));
    }

    [Fact]
    public void Recall_OtherGrant_KnowsNothing()
    {
        _memory.Note("g", "s", "fetch", "read");

        var facts = _memory.Recall("h", "s", isOlderThanProcess: false);
        Assert.Empty(facts.Called);
        Assert.Empty(facts.CalledElsewhere);
    }

    [Fact]
    public void Recall_MoreSessionsThanAreKept_MakesTheRestUnknown()
    {
        for (var i = 0; i < 300; i++)
        {
            _memory.Note("g", $"s{i}", "fetch", "read");
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.True(Facts("new").IsOlderThanProcess);
        _time.Advance(TimeSpan.FromHours(25));
        Assert.False(Facts("new").IsOlderThanProcess);
    }

    [Fact]
    public void Recall_ToolWithoutCategory_SaysSo()
    {
        _memory.Note("g", "s", "fetch", category: null);

        Assert.True(Facts("s").CategoryUnknown);
    }

    [Fact]
    public void Keep_GrantGone_ForgetsIt()
    {
        _memory.Note("g", "s", "fetch", "read");
        _memory.Keep(["h"]);

        Assert.Empty(Facts("s").Called);
    }

    private Gatehouse.Policy.SessionFacts Facts(string session) => _memory.Recall("g", session, isOlderThanProcess: false);
}
