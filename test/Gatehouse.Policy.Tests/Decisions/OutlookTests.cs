using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Policy.Tests.Decisions;

public sealed class OutlookTests
{
    [Theory]
    [InlineData("{}", "Allow", "")]
    [InlineData("""{"action":"deny","reason":"no"}""", "Deny", "/tools/t/action")]
    [InlineData("""{"deny_if":[{"conditions":[],"on_deny":"no"}]}""", "Deny", "/tools/t/deny_if/always")]
    [InlineData("""{"deny_if":[{"conditions":[{"path":"tool.risk","op":"eq","value":"high"}]}]}""", "Deny", "/tools/t/deny_if/tool.risk-eq")]
    [InlineData("""{"deny_if":[{"conditions":[{"path":"tool.risk","op":"eq","value":"low"},{"path":"args.a","op":"exists","value":true}]}]}""", "Allow", "")]
    [InlineData("""{"require":[{"conditions":[{"path":"tool.risk","op":"eq","value":"low"}]}]}""", "Deny", "/tools/t/require/tool.risk-eq")]
    [InlineData("""{"require":[{"conditions":[{"path":"tool.risk","op":"eq","value":"high"}]}]}""", "Allow", "")]
    [InlineData("""{"deny_if":[{"conditions":[{"path":"args.a","op":"gt","value":1}]}]}""", "Conditional", "")]
    [InlineData("""{"arguments":"declared"}""", "Conditional", "")]
    [InlineData("""{"require_approval":[{"conditions":[{"path":"args.a","op":"gt","value":1}]}]}""", "Conditional", "")]
    [InlineData("""{"action":"require_approval","reason":"ask"}""", "Approve", "")]
    [InlineData("""{"deny_if":[{"conditions":[],"on_deny":"Requires human approval."}]}""", "Approve", "")]
    [InlineData("""{"rate_limit":{"max":1,"window":60}}""", "Limit", "")]
    public void Outlook_OfRules_IsTheStrictestThatHoldsForEveryCall(string rules, string effect, string rule)
    {
        var outlook = Scene.Rules(rules).Point.Outlook(Tool(ToolStanding.Accepted), Scene.Noon);

        Assert.Equal((effect, rule), (outlook.Effect.ToString(), outlook.Rule));
    }

    [Fact]
    public void Outlook_OfWhatIsHiddenUnlistedOrNotAccepted_IsHiddenOrDenied()
    {
        var hides = Scene.Of("""{"version":"1","default":"allow","hide":["t"]}""").Point;
        var unlisted = Scene.Of("""{"version":"1","default":"deny","list":"allowed"}""").Point;
        var open = Scene.Rules("{}").Point;

        Assert.Equal((ToolEffect.Hide, "(hidden)"), Of(hides, ToolStanding.Accepted));
        Assert.Equal((ToolEffect.Hide, "(default deny)"), Of(unlisted, ToolStanding.Accepted));
        Assert.Equal((ToolEffect.Hide, "(new tool)"), Of(open, ToolStanding.New));
        Assert.Equal((ToolEffect.Deny, "(definition changed)"), Of(open, ToolStanding.Changed));
        Assert.Equal((ToolEffect.Deny, "(no policy)"), Of(PolicyDecisionPoint.Compile([]), ToolStanding.Accepted));
    }

    [Fact]
    public void Outlook_OfSeveralDocuments_NamesTheBaselineAndLeavesOutTheOneThatObserves()
    {
        var scene = new Scene(
            (LayerKind.Organisation, """{"version":"1","default":"allow","tools":{"t":{"action":"deny","reason":"no"}}}"""),
            (LayerKind.Grant, """{"version":"1","default":"deny","mode":"observe","observe_until":"2026-01-02T00:00:00Z"}"""));

        Assert.Equal((ToolEffect.Deny, "org:/tools/t/action"), Of(scene.Point, ToolStanding.Accepted));
        var observed = new Scene((LayerKind.Grant, """{"version":"1","default":"deny","mode":"observe","observe_until":"2026-01-02T00:00:00Z"}""")).Point;
        Assert.Equal(ToolEffect.Allow, observed.Outlook(Tool(ToolStanding.Accepted), Scene.Noon).Effect);
        Assert.Equal(ToolEffect.Deny, observed.Outlook(Tool(ToolStanding.Accepted), Scene.Noon.AddDays(1)).Effect);
    }

    private static (ToolEffect, string) Of(PolicyDecisionPoint point, ToolStanding standing) =>
        point.Outlook(Tool(standing), Scene.Noon) is var outlook ? (outlook.Effect, outlook.Rule) : default;

    private static ToolFacts Tool(ToolStanding standing) => new() { Name = "t", Standing = standing, Risk = "high", InputSchema = "{}"u8.ToArray() };
}
