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

        Assert.True(Has(Facts("s").Called, "fetch"));
        _time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.True(Has(Facts("s").Called, "fetch"));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(Has(Facts("s").Called, "fetch"));
    }

    [Fact]
    public void Recall_OtherSessionsCall_IsElsewhereForAnHour()
    {
        _memory.Note("g", "s", "fetch", "read");

        Assert.True(Has(Facts("other").CalledElsewhere, "fetch"));
        Assert.True(Has(Facts("other").CategoriesElsewhere, "read"));
        Assert.False(Has(Facts("other").Called, "fetch"));
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(Has(Facts("other").CalledElsewhere, "fetch"));
    }

    [Fact]
    public void Recall_RepeatedCall_CountsFromTheLastOne()
    {
        _memory.Note("g", "s", "fetch", "read");
        _time.Advance(TimeSpan.FromMinutes(50));
        Assert.True(Has(Facts("other").CalledElsewhere, "fetch"));
        _memory.Note("g", "s", "fetch", "read");
        _time.Advance(TimeSpan.FromMinutes(50));

        Assert.True(Has(Facts("other").CalledElsewhere, "fetch"));
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

    private static bool Has(IReadOnlySet<string> names, string name) => names.Contains(name);

    private Gatehouse.Policy.SessionFacts Facts(string session) => _memory.Recall("g", session, isOlderThanProcess: false);
}
