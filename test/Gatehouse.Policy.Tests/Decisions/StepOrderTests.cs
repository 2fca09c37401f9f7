using System.Collections.Immutable;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Xunit;

namespace Gatehouse.Policy.Tests.Decisions;

/// <summary>`policy-language` section 4: which step denies, and what is logged and said.</summary>
public sealed class StepOrderTests
{
    private const string Open = """{"version":"1","default":"allow"}""";

    [Fact]
    public void Decide_OnlyABaseline_IsDeniedForWantOfAPolicy()
    {
        var decision = new Scene((LayerKind.Organisation, Open)).Decide("{}");

        Assert.Equal("(no policy)", decision.Rule);
        Assert.Equal("No policy is attached to this grant.", decision.Message);
    }

    [Theory]
    [InlineData(ToolStanding.Unknown, "(unknown tool)", DenialKind.UnknownTool, "Unknown tool: t")]
    [InlineData(ToolStanding.New, "(new tool)", DenialKind.UnknownTool, "Unknown tool: t")]
    [InlineData(ToolStanding.Changed, "(definition changed)", DenialKind.Policy, "The definition of \"t\" changed and waits for review.")]
    public void Decide_ToolThatIsNotAccepted_IsDenied(ToolStanding standing, string rule, DenialKind kind, string message)
    {
        var decision = (Scene.Of(Open) with { Tool = new ToolFacts { Name = "t", Standing = standing } }).Decide("{}");

        Assert.Equal((Outcome.Denied, rule, kind, message), (decision.Outcome, decision.Rule, decision.Kind, decision.Message));
    }

    [Fact]
    public void Decide_HiddenInALaterDocument_IsNotNamedByAnEarlierOne()
    {
        var scene = new Scene(
            (LayerKind.Organisation, """{"version":"1","default":"allow","tools":{"t":{"action":"deny"}}}"""),
            (LayerKind.Grant, """{"version":"1","default":"allow","hide":["t"]}"""));

        var decision = scene.Decide("{}");

        Assert.Equal(("(hidden)", DenialKind.UnknownTool, "Unknown tool: t"), (decision.Rule, decision.Kind, decision.Message));
    }

    [Fact]
    public void Decide_NoKeyMatches_FollowsTheDefault()
    {
        Assert.True(Scene.Of(Open).Passes("{}"));
        var decision = Scene.Of("""{"version":"1","default":"deny"}""").Decide("{}");
        Assert.Equal("(default deny)", decision.Rule);
        Assert.Equal("Tool \"t\" is not permitted by policy.", decision.Message);
    }

    [Fact]
    public void Decide_SeveralDenialsInOneDocument_TheEarliestStepIsNamed()
    {
        const string Rules = """
            {"version":"1","default":"deny",
             "all_tools":{"deny_if":[{"conditions":[],"id":"all"}]},
             "tools":{"t":{"require":[{"conditions":[{"path":"args.x","op":"exists","value":true}]}],
                           "deny_if":[{"conditions":[]}]}}}
            """;

        Assert.Equal("/tools/t/require/args.x-exists", Scene.Of(Rules).Decide("{}").Rule);
        Assert.Equal("/all_tools/deny_if/all", Scene.Of(Rules).Decide("""{"x":1}""").Rule);
    }

    [Fact]
    public void Decide_SeveralDocuments_RunsThroughOneAfterTheOther()
    {
        var scene = new Scene(
            (LayerKind.Grant, """{"version":"1","default":"deny"}"""),
            (LayerKind.Server, """{"version":"1","default":"allow","tools":{"t":{"action":"deny","reason":"Off."}}}"""),
            (LayerKind.Organisation, """{"version":"1","default":"allow","all_tools":{"deny_if":[{"conditions":[{"path":"args.x","op":"eq","value":1}]}]}}"""));

        Assert.Equal("org:/all_tools/deny_if/args.x-eq", scene.Decide("""{"x":1}""").Rule);
        var decision = scene.Decide("{}");
        Assert.Equal(("server:/tools/t/action", "Off."), (decision.Rule, decision.Message));
    }

    [Fact]
    public void Decide_PatternDenies_AnExactKeyDoesNotOpenIt()
    {
        const string Closed = """{"version":"1","default":"deny","tools":{"t":{},"t*":{"action":"deny"}}}""";
        const string Out = """{"version":"1","default":"deny","tools":{"t":{"action":"allow"},"t*":{"action":"deny"}}}""";

        var decision = Scene.Of(Closed).Decide("{}");

        Assert.Equal(("/tools/t*/action", "Tool \"t\" is blocked by policy."), (decision.Rule, decision.Message));
        Assert.True(Scene.Of(Out).Passes("{}"));
    }

    [Fact]
    public void Decide_ActionAllow_LeavesAllToolsInForce()
    {
        var scene = Scene.Of("""
            {"version":"1","default":"deny","tools":{"t":{"action":"allow"},"t*":{"action":"deny"}},
             "all_tools":{"deny_if":[{"conditions":[]}]}}
            """);

        Assert.Equal("/all_tools/deny_if/always", scene.Decide("{}").Rule);
    }

    [Fact]
    public void Decide_SeveralPatternsDeny_TheMostLiteralIsNamed()
    {
        var scene = Scene.Of("""
            {"version":"1","default":"allow",
             "tools":{"d*":{"action":"deny"},"delete_*":{"action":"deny"},"*_table":{"action":"deny"}}}
            """) with { Tool = Scene.ToolNamed("delete_table") };

        Assert.Equal("/tools/delete_*/action", scene.Decide("{}").Rule);
    }

    [Fact]
    public void Decide_ActionOfAnyKeyBeforeArguments_IsNamed()
    {
        var scene = Scene.Of("""
            {"version":"1","default":"deny","tools":{"t":{"arguments":[]},"t*":{"action":"deny"}}}
            """);

        Assert.Equal("/tools/t*/action", scene.Decide("""{"x":1}""").Rule);
    }

    [Fact]
    public void Decide_PredicateThrows_IsDeniedAsAnError()
    {
        var document = Policies("""{"deny_if":[{"conditions":[{"path":"args.x","op":"eq","value":1}]}]}""");
        var rules = document.Tools[0];
        var broken = rules.DenyIf[0].Conditions[0] with { Test = (in _) => throw new InvalidOperationException("bug") };
        var scene = new Scene([new PolicyLayer(LayerKind.Grant, "d", document with
        {
            Tools = [rules with { DenyIf = [rules.DenyIf[0] with { Conditions = [broken] }] }],
        })]);

        Assert.Same(Decision.Error, scene.Decide("{}"));
        Assert.Same(Decision.Error, scene.Explain("{}").Decision);
    }

    [Theory]
    [InlineData("{\"x\":")]
    [InlineData("{\"x\" 1}")]
    [InlineData("{\"x\":1")]
    [InlineData("nonsense")]
    public void Decide_ArgumentsThatAreNotJson_AreDeniedAsAnError(string arguments) =>
        Assert.Same(Decision.Error, Scene.DenyIf("""{"path":"args.x","op":"eq","value":1}""").Decide(arguments));

    private static PolicyDocument Policies(string rules) =>
        Gatehouse.Policy.Tests.Language.Policies.Load(Gatehouse.Policy.Tests.Language.Policies.Tool(rules));
}
