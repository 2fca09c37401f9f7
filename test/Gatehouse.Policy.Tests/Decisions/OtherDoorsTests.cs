using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Policy.Tests.Decisions;

/// <summary>Lists, resources, prompts and tasks: section 4.</summary>
public sealed class OtherDoorsTests
{
    private const string Allow = """{"version":"1","default":"allow"}""";

    [Theory]
    [InlineData("free", true, true)]
    [InlineData("blocked", true, false)]
    [InlineData("refused", true, false)]
    [InlineData("asked", true, true)]
    [InlineData("sometimes", true, true)]
    [InlineData("other", true, false)]
    [InlineData("secret", false, false)]
    public void Shows_Tool_ByTheListOfTheDocument(string tool, bool inAll, bool inAllowed)
    {
        const string Rules = """
            "default":"deny","hide":["secret"],"tools":{"secret":{},"free":{},"blocked":{"action":"deny"},
              "refused":{"deny_if":[{"conditions":[],"on_deny":"Never."}]},
              "asked":{"deny_if":[{"conditions":[],"on_deny":"Requires human approval."}]},
              "sometimes":{"deny_if":[{"conditions":[{"path":"args.x","op":"eq","value":1}]}],"arguments":[]}}
            """;

        Assert.Equal(inAll, Scene.Of($$"""{"version":"1",{{Rules}}}""").Point.Shows(Scene.ToolNamed(tool), Scene.Noon));
        Assert.Equal(inAllowed, Scene.Of($$"""{"version":"1","list":"allowed",{{Rules}}}""").Point.Shows(Scene.ToolNamed(tool), Scene.Noon));
    }

    [Theory]
    [InlineData(ToolStanding.New)]
    [InlineData(ToolStanding.Changed)]
    [InlineData(ToolStanding.Unknown)]
    public void Shows_ToolThatIsNotAccepted_IsFalse(ToolStanding standing) =>
        Assert.False(Scene.Of(Allow).Point.Shows(new ToolFacts { Name = "t", Standing = standing }, Scene.Noon));

    [Fact]
    public void Shows_ListAllowedInABaseline_CountsForAllDocuments()
    {
        var scene = new Scene(
            (LayerKind.Organisation, """{"version":"1","default":"allow","list":"allowed"}"""),
            (LayerKind.Grant, """{"version":"1","default":"deny"}"""));

        Assert.False(scene.Point.Shows(Scene.ToolNamed("t"), Scene.Noon));
    }

    [Theory]
    [InlineData("file:///srv/a.txt", true)]
    [InlineData("file:///srv/.hidden", true)]
    [InlineData("file:///srv/a..b", true)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("file:///srv/../etc/passwd", false)]
    [InlineData("file:///srv/./a", false)]
    [InlineData("file:///srv/a/..", false)]
    [InlineData("file:///srv/..?x", false)]
    [InlineData("file:///srv/%2E%2e/a", false)]
    [InlineData("file:///srv/a%2Fb", false)]
    [InlineData("file:///srv/a%5cb", false)]
    [InlineData("file:///srv/a\\b", false)]
    [InlineData("file:///srv/a\nb", false)]
    [InlineData("file:///srv/a\u0085b", false)]
    public void DecideResource_Uri_MatchesAndIsPlain(string uri, bool passes) => Assert.Equal(
        passes,
        Scene.Of("""{"version":"1","default":"deny","resources":["file:///srv/*"]}""").Point
            .DecideResource(uri, Scene.Noon).Outcome == Outcome.Allowed);

    [Fact]
    public void DecideResource_NothingWritten_FollowsTheDefaultOfEveryDocument()
    {
        var both = new Scene((LayerKind.Organisation, Allow), (LayerKind.Grant, """{"version":"1","default":"deny"}"""));

        Assert.Equal(Outcome.Allowed, Scene.Of(Allow).Point.DecideResource("a://b", Scene.Noon).Outcome);
        Assert.Equal("(default deny)", both.Point.DecideResource("a://b", Scene.Noon).Rule);
        Assert.Equal("(no policy)", new Scene((LayerKind.Organisation, Allow)).Point.DecideResource("a://b", Scene.Noon).Rule);
        Assert.True(Scene.Of(Allow).Point.ShowsResourceTemplates(Scene.Noon));
        Assert.False(both.Point.ShowsResourceTemplates(Scene.Noon));
    }

    [Fact]
    public void DecidePrompt_ListedInEveryDocument_Passes()
    {
        var scene = new Scene(
            (LayerKind.Server, """{"version":"1","default":"allow","prompts":["sum*"]}"""),
            (LayerKind.Grant, """{"version":"1","default":"deny","prompts":["*"]}"""));

        Assert.Equal(Outcome.Allowed, scene.Point.DecidePrompt("summary", Scene.Noon).Outcome);
        Assert.Equal("server:/prompts", scene.Point.DecidePrompt("other", Scene.Noon).Rule);
    }

    [Theory]
    [InlineData("t", "")]
    [InlineData("blocked", "/tools/blocked/action")]
    [InlineData("other", "(default deny)")]
    [InlineData("secret", "(hidden)")]
    public void DecideTask_Tool_GoesByTheFirstFiveSteps(string tool, string rule)
    {
        var scene = Scene.Of("""
            {"version":"1","default":"deny","hide":["secret"],
             "tools":{"blocked":{"action":"deny"},"t":{"arguments":[],"deny_if":[{"conditions":[]}]}}}
            """);

        Assert.Equal(rule, scene.Point.DecideTask(Scene.ToolNamed(tool), Scene.Noon).Rule);
    }
}
