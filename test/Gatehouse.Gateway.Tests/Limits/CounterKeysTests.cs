using Gatehouse.Gateway.Limits;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Tests.Limits;

public sealed class CounterKeysTests
{
    private static readonly PolicyLayer _layer = Some.Layer("""{"version":"1","default":"allow"}""");
    private readonly CounterKeys _keys = new();

    private static LimitRule Limit(string key, string counter, LimitScope scope = LimitScope.Grant, string window = "day", long max = 5) => new()
    {
        Rule = "/r",
        Key = key,
        Counter = counter,
        Window = new LimitWindow(window, CalendarUnit.Day, TimeSpan.Zero),
        Max = max,
        Scope = scope,
    };

    [Fact]
    public void Of_AnyPartOfTheIdentity_MakesAnotherKey()
    {
        string[] keys =
        [
            _keys.Of(_layer, Limit("a", "bc"), "g", isShadow: false),
            _keys.Of(_layer, Limit("ab", "c"), "g", isShadow: false),
            _keys.Of(_layer, Limit("a", "b"), "cg", isShadow: false),
            _keys.Of(_layer, Limit("a", "bc", window: "hour"), "g", isShadow: false),
            _keys.Of(_layer, Limit("a", "bc", LimitScope.Server), "g", isShadow: false),
            _keys.Of(_layer, Limit("a", "bc"), "g2", isShadow: false),
            _keys.Of(_layer, Limit("a", "bc"), "g", isShadow: true),
            _keys.Of(_layer with { DocumentId = "other.json" }, Limit("a", "bc"), "g", isShadow: false),
            _keys.Of(_layer with { Kind = LayerKind.Organisation }, Limit("a", "bc"), "g", isShadow: false),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.All(keys, key => Assert.Matches("^[0-9a-f]{32}$", key));
    }

    [Fact]
    public void Of_EditedMaximum_KeepsTheCount() => Assert.Equal(
        _keys.Of(_layer, Limit("a", "b"), "g", isShadow: false), new CounterKeys().Of(_layer, Limit("a", "b", max: 6), "g", isShadow: false));

    // Session keys are equal in many grants ("grant" is the commonest), and ids are operators' texts.
    [Fact]
    public void Subjects_OfDistinctSessions_AreDistinct()
    {
        string[] subjects =
        [
            new LimitSubjects("g", "grant", "s").Of(LimitScope.Session),
            new LimitSubjects("g2", "grant", "s").Of(LimitScope.Session),
            new LimitSubjects("g", "2:grant", "s").Of(LimitScope.Session),
            new LimitSubjects("g:1", "x", "s").Of(LimitScope.Session),
            new LimitSubjects("g", "1:x", "s").Of(LimitScope.Session),
            new LimitSubjects("g", "x", "s").AllSessions,
            new LimitSubjects(new LimitSubjects("g", "grant", "s").Of(LimitScope.Session), "x", "s").AllSessions,
        ];

        Assert.Equal(subjects.Length, subjects.Distinct().Count());
    }
}
