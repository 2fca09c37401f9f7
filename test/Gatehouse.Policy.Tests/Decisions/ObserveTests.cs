using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Tests.Language;
using Xunit;

namespace Gatehouse.Policy.Tests.Decisions;

/// <summary>`policy-language` section 1, <c>mode: "observe"</c>.</summary>
public sealed class ObserveTests
{
    private static readonly DateTimeOffset End = Scene.Noon.AddDays(1);

    [Fact]
    public void Decide_DocumentThatObserves_LogsItsDenialAndLetsTheCallPass()
    {
        var decision = Observing("""{"t":{"action":"deny"}}""").Decide("{}");

        Assert.Equal(Outcome.Allowed, decision.Outcome);
        Assert.Equal([new Observation(Outcome.Denied, "/tools/t/action")], decision.Observed);
    }

    [Theory]
    [InlineData(-1, Outcome.Allowed)]
    [InlineData(0, Outcome.Denied)]
    public void Decide_FromItsEndOn_TheDocumentEnforces(int ticks, Outcome outcome)
    {
        var scene = Observing("""{"t":{"action":"deny"}}""");

        Assert.Equal(outcome, (scene with { Now = End.AddTicks(ticks) }).Decide("{}").Outcome);
    }

    [Fact]
    public void Decide_LimitsOfADocumentThatObserves_AreShadows()
    {
        var scene = Observing("""{"t":{"limits":[{"counter":"c","window":"day","max":5,"increment_from":"args.n"}]}}""");

        var counted = scene.Decide("""{"n":3}""");
        var unread = scene.Decide("{}");

        Assert.Equal([(3m, true)], counted.Limits.Select(charge => (charge.Amount, charge.IsShadow)));
        Assert.Empty(counted.Observed);
        Assert.Empty(unread.Limits);
        Assert.Equal([new Observation(Outcome.Denied, "/tools/t/limits/c")], unread.Observed);
        Assert.False((scene with { Now = End }).Decide("""{"n":3}""").Limits[0].IsShadow);
    }

    [Fact]
    public void Decide_ApprovalsAndHidingOfADocumentThatObserves_AreLogged()
    {
        var asked = Observing("""{"t":{"action":"require_approval"}}""").Decide("{}");
        var hidden = Observing("""{"t":{}}""", "\"t\"").Decide("{}");

        Assert.Equal((Outcome.Allowed, new Observation(Outcome.NeedsApproval, "/tools/t/action")), (asked.Outcome, asked.Observed.Single()));
        Assert.Equal((Outcome.Allowed, new Observation(Outcome.Denied, "(hidden)")), (hidden.Outcome, hidden.Observed.Single()));
    }

    [Fact]
    public void Decide_UnderADocumentThatObserves_OthersStillDeny()
    {
        var observed = Document("""{"t":{"action":"deny"}}""", "");
        var enforced = Policies.Load("""{"version":"1","default":"deny"}""");
        var scene = new Scene([
            new PolicyLayer(LayerKind.Organisation, "o", observed), new PolicyLayer(LayerKind.Grant, "g", enforced)]);

        var decision = scene.Decide("{}");

        Assert.Equal((Outcome.Denied, "(default deny)"), (decision.Outcome, decision.Rule));
        Assert.Equal([new Observation(Outcome.Denied, "org:/tools/t/action")], decision.Observed);
        Assert.Equal("(unknown tool)", (scene with { Tool = new ToolFacts { Name = "t", Standing = default } }).Decide("{}").Rule);
    }

    private static Scene Observing(string tools, string hide = "") =>
        new([new PolicyLayer(LayerKind.Grant, "d", Document(tools, hide))]);

    private static PolicyDocument Document(string tools, string hide) =>
        Policies.Load($$"""{"version":"1","default":"deny","hide":[{{hide}}],"tools":{{tools}}}""")
            with { Mode = PolicyMode.Observe, ObserveUntil = End };
}
