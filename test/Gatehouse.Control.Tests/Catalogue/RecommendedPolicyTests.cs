using System.Collections.Frozen;
using System.Text;
using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Risk;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>Each recommended policy through the engine: it does what the pages say.</summary>
public sealed class RecommendedPolicyTests
{
    public static TheoryData<RiskCategory, RiskLevel> Results =>
        [.. from category in Enum.GetValues<RiskCategory>() from level in Enum.GetValues<RiskLevel>() select (category, level)];

    [Theory]
    [MemberData(nameof(Results))]
    public void Of_AnyResult_ValidatesAndTheRestOfTheServerKeepsWorking(RiskCategory category, RiskLevel level)
    {
        var point = Compile(RecommendedPolicy.Of("the_tool", category, level));
        var decision = Decide(point, "the_tool");

        switch (Recommendation.Of(category, level).Name)
        {
            case "open":
                Assert.Equal((Outcome.Allowed, 0), (decision.Outcome, decision.Limits.Length));
                break;
            case "approval":
                Assert.Equal((Outcome.NeedsApproval, Recommendation.ApprovalReason), (decision.Outcome, decision.Approvals.Single().Message));
                break;
            case "hide":
                Assert.Equal((Outcome.Denied, DenialKind.UnknownTool), (decision.Outcome, decision.Kind));
                Assert.False(point.Shows(Facts("the_tool"), DateTimeOffset.UnixEpoch));
                break;
            case var limit:
                Assert.Equal(Outcome.Allowed, decision.Outcome);
                Assert.Equal(limit, $"limit-{decision.Limits.Single().Limit.Max}");
                break;
        }

        Assert.Equal(Outcome.Allowed, Decide(point, "another_tool").Outcome);
    }

    [Theory]
    [InlineData("drop_*")]
    [InlineData("")]
    [InlineData("get\u202eput")]
    [InlineData("a\nb")]
    public void Of_NameThatNoPolicyCanHold_DeniesIt(string name)
    {
        Assert.False(RecommendedPolicy.CanName(name));

        Assert.Equal(Outcome.Denied, Decide(Compile(RecommendedPolicy.Of(name, RiskCategory.Read, RiskLevel.Low)), name).Outcome);
    }

    private static PolicyDecisionPoint Compile(string policy)
    {
        var read = PolicyReader.Read(Encoding.UTF8.GetBytes(policy));
        Assert.Empty(read.Findings.Where(finding => finding.Severity == FindingSeverity.Error));
        return PolicyDecisionPoint.Compile([new PolicyLayer(LayerKind.Grant, "policy", read.Document!)]);
    }

    private static Decision Decide(PolicyDecisionPoint point, string tool) => point.Decide(new CallFacts
    {
        Tool = Facts(tool), Arguments = "{}"u8, Server = new ServerFacts("s", "S"),
        Grant = new GrantFacts("g", "G", FrozenDictionary<string, string>.Empty), Now = DateTimeOffset.UnixEpoch,
    });

    private static ToolFacts Facts(string name) => new() { Name = name, Standing = ToolStanding.Accepted };
}
