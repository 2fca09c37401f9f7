using System.Collections.Frozen;
using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Policy.Tests.Decisions;

/// <summary>`policy-language` section 3: roots other than <c>args</c>.</summary>
public sealed class FactTests
{
    [Theory]
    [InlineData("critical", false)]
    [InlineData("low", true)]
    [InlineData(null, false)]
    public void Decide_ToolRisk_UnknownCountsAgainstTheCall(string? risk, bool passes)
    {
        var scene = Scene.DenyIf("""{"path":"tool.risk","op":"eq","value":"critical"}""") with
        {
            Tool = new ToolFacts { Name = "t", Standing = ToolStanding.Accepted, Risk = risk },
        };

        Assert.Equal(passes, scene.Passes("{}"));
    }

    [Fact]
    public void Decide_UnknownFact_AddsNothingToTheMessage()
    {
        var scene = Scene.DenyIf("""{"path":"tool.risk","op":"eq","value":"critical"}""");

        Assert.Equal("Denied by rule /tools/t/deny_if/tool.risk-eq.", scene.Decide("{}").Message);
    }

    [Theory]
    [InlineData("""{"readOnlyHint":true}""", true)]
    [InlineData("""{"readOnlyHint":false}""", false)]
    [InlineData("""{"readOnlyHint":"true"}""", false)]
    [InlineData("""{"readonlyhint":true}""", false)]
    [InlineData("", false)]
    public void Decide_RequireOfAnAnnotation_ReadsWhatTheServerDeclared(string annotations, bool passes)
    {
        var scene = Scene.Require("""{"path":"tool.annotations.readOnlyHint","op":"eq","value":true}""");

        Assert.Equal(passes, (scene with { Tool = Scene.ToolNamed("t", annotations: annotations) }).Passes("{}"));
    }

    [Theory]
    [InlineData("server.name", "pay", true)]
    [InlineData("server.name", "Pay", false)]
    [InlineData("server.id", "s1", true)]
    [InlineData("grant.label", "support agent", true)]
    [InlineData("grant.id", "g1", true)]
    [InlineData("client.version", "1.0", true)]
    [InlineData("tool.name", "t", true)]
    public void Decide_TextFact_IsComparedOrdinally(string path, string value, bool passes) =>
        Assert.Equal(passes, Scene.Require($$"""{"path":"{{path}}","op":"eq","value":"{{value}}"}""").Passes("{}"));

    [Fact]
    public void Decide_FactWithQuotesAndControls_IsComparedByItsCharacters() =>
        Assert.True((Scene.Require("""{"path":"grant.label","op":"eq","value":"a\"b\\c\u0001ü😀"}""") with
        {
            Grant = new GrantFacts("g", "a\"b\\c\u0001ü😀", FrozenDictionary<string, string>.Empty),
        }).Passes("{}"));

    [Fact]
    public void Decide_Client_NotKnownIsUnknownAndNotNamedIsMissing()
    {
        var scene = Scene.DenyIf("""{"path":"client.name","op":"eq","value":"bad"}""");

        Assert.True(scene.Passes("{}"));
        Assert.True((scene with { Client = new ClientFacts(null, null) }).Passes("{}"));
        Assert.False((scene with { Client = null }).Passes("{}"));
    }

    [Fact]
    public void Decide_Tag_IsMissingOrAmbiguousLikeAMember()
    {
        var scene = Scene.DenyIf("""{"path":"grant.tags.env","op":"eq","value":"prod"}""");

        Assert.True(scene.Passes("{}"));
        Assert.False(With(scene, ("env", "prod")).Passes("{}"));
        Assert.True(With(scene, ("env", "test")).Passes("{}"));
        Assert.False(With(scene, ("env", "test"), ("ENV", "prod")).Passes("{}"));
    }

    [Fact]
    public void Decide_SessionCalled_ElsewhereIsUnknown()
    {
        var denied = Scene.DenyIf("""{"path":"session.called","op":"contains","value":"fetch"}""");
        var required = Scene.Require("""{"path":"session.called","op":"contains","value":"fetch"}""");
        var here = new SessionFacts { Called = Set("fetch") };
        var elsewhere = new SessionFacts { CalledElsewhere = Set("fetch") };

        Assert.Equal((true, false), (denied.Passes("{}"), required.Passes("{}")));
        Assert.Equal((false, true), ((denied with { Session = here }).Passes("{}"), (required with { Session = here }).Passes("{}")));
        Assert.Equal(
            (false, false),
            ((denied with { Session = elsewhere }).Passes("{}"), (required with { Session = elsewhere }).Passes("{}")));
        Assert.False((denied with { Session = null }).Passes("{}"));
        Assert.False((denied with { Session = new SessionFacts { IsOlderThanProcess = true } }).Passes("{}"));
    }

    [Fact]
    public void Decide_SessionCategories_ACallWithoutCategoryMakesTheRestUnknown()
    {
        var scene = Scene.DenyIf("""{"path":"session.called_categories","op":"contains","value":"read"}""");

        Assert.True((scene with { Session = new SessionFacts { Categories = Set("write") } }).Passes("{}"));
        Assert.False((scene with { Session = new SessionFacts { Categories = Set("read") } }).Passes("{}"));
        Assert.False((scene with { Session = new SessionFacts { CategoryUnknown = true } }).Passes("{}"));
        Assert.False((scene with { Session = new SessionFacts { CategoriesElsewhere = Set("read") } }).Passes("{}"));
    }

    [Fact]
    public void Decide_Tainted_OnlyByToolsOfOutside()
    {
        const string Rules = """
            "default":"deny","tools":{"t":{"deny_if":[{"conditions":[{"path":"session.tainted","op":"eq","value":true}]}]}}
            """;
        var listed = Scene.Of($$"""{"version":"1","outside":["fetch","web_*"],{{Rules}}}""");
        var every = Scene.Of($$"""{"version":"1",{{Rules}}}""");

        Assert.True((listed with { Session = new SessionFacts { Called = Set("read") } }).Passes("{}"));
        Assert.False((listed with { Session = new SessionFacts { Called = Set("web_get") } }).Passes("{}"));
        Assert.False((listed with { Session = new SessionFacts { CalledElsewhere = Set("fetch") } }).Passes("{}"));
        Assert.False((listed with { Session = new SessionFacts { IsOlderThanProcess = true } }).Passes("{}"));
        Assert.False((every with { Session = new SessionFacts { Called = Set("read") } }).Passes("{}"));
        Assert.True(every.Passes("{}"));
    }

    [Theory]
    [InlineData("time.hour", "eq", "13", true)]
    [InlineData("time.hour", "lt", "13", false)]
    [InlineData("time.weekday", "in", """["thu","fri"]""", true)]
    [InlineData("time.weekday", "eq", "\"wed\"", false)]
    [InlineData("time.date", "eq", "\"2026-01-01\"", true)]
    [InlineData("time.date", "gte", "\"2026-01-01\"", true)]
    [InlineData("time.date", "gt", "\"2026-01-01\"", false)]
    [InlineData("time.date", "lt", "\"2026-01-02\"", true)]
    public void Decide_Time_IsTheDocumentsLocalTime(string path, string op, string value, bool passes) =>
        Assert.Equal(passes, Berlin($$"""{"path":"{{path}}","op":"{{op}}","value":{{value}}}""").Passes("{}"));

    [Fact]
    public void Decide_TimeAroundMidnight_IsTheLocalDay()
    {
        var scene = Berlin("""{"path":"time.date","op":"eq","value":"2026-01-02"}""");

        Assert.True((scene with { Now = new DateTimeOffset(2026, 1, 1, 23, 0, 0, TimeSpan.Zero) }).Passes("{}"));
        Assert.False((scene with { Now = new DateTimeOffset(2026, 1, 1, 22, 59, 59, TimeSpan.Zero) }).Passes("{}"));
    }

    private static Scene Berlin(string condition) => Scene.Of($$$"""
        {"version":"1","default":"deny","timezone":"Europe/Berlin",
         "tools":{"t":{"require":[{"conditions":[{{{condition}}}]}]} } }
        """);

    private static Scene With(Scene scene, params (string Key, string Value)[] tags) => scene with
    {
        Grant = new GrantFacts("g", "l", tags.ToFrozenDictionary(tag => tag.Key, tag => tag.Value, StringComparer.Ordinal)),
    };

    private static FrozenSet<string> Set(params string[] names) => names.ToFrozenSet(StringComparer.Ordinal);
}
