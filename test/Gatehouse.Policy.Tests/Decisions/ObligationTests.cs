using Gatehouse.Policy.Decisions;
using Xunit;

namespace Gatehouse.Policy.Tests.Decisions;

/// <summary>Limits and approvals that a decision asks for: steps 8 and 9.</summary>
public sealed class ObligationTests
{
    private const string Counted = """
        {"limits":[{"counter":"calls","window":"day","max":5},
                   {"counter":"cents","window":"day","max":50000,"increment_from":"args.amount"}]}
        """;

    [Fact]
    public void Decide_LimitsThatCountCalls_AreOneSharedDecision()
    {
        var scene = Scene.Of("""
            {"version":"1","default":"deny","all_tools":{"limits":[{"counter":"a","window":"minute","max":1}]},
             "tools":{"t":{"limits":[{"counter":"b","window":"day","max":2}],"rate_limit":{"max":3,"window":60}}}}
            """);

        var decision = scene.Decide("{}");

        Assert.Equal(["a", "b", "rate_limit"], decision.Limits.Select(charge => charge.Limit.Counter));
        Assert.All(decision.Limits, charge => Assert.Equal((1m, false), (charge.Amount, charge.IsShadow)));
        Assert.Same(decision, scene.Decide("""{"x":1}"""));
    }

    [Theory]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("1e2", "100")]
    [InlineData("49999.5", "49999.5")]
    [InlineData("0.000000001", "0.000000001")]
    [InlineData("1.00000000000000000000", "1")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    public void Decide_Amount_IsExact(string amount, string expected)
    {
        var decision = Scene.Rules(Counted).Decide($$"""{"amount":{{amount}}}""");

        Assert.Equal(decimal.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), decision.Limits[1].Amount);
    }

    [Theory]
    [InlineData("""{"amount":-5}""", "is not an amount from 0 to 9223372036854775807 with at most 9 decimals.")]
    [InlineData("""{"amount":0.0000000001}""", "is not an amount from 0 to 9223372036854775807 with at most 9 decimals.")]
    [InlineData("""{"amount":9223372036854775808}""", "is not an amount from 0 to 9223372036854775807 with at most 9 decimals.")]
    [InlineData("""{"amount":1e400}""", "could not be checked: inexact number.")]
    [InlineData("""{"amount":"5"}""", "could not be checked: wrong type.")]
    [InlineData("{}", "could not be checked: missing.")]
    [InlineData("""{"amount":null}""", "could not be checked: missing.")]
    [InlineData("""{"amount":5,"Amount":5}""", "could not be checked: ambiguous name.")]
    public void Decide_AmountThatCannotBeRead_IsDeniedByItsLimit(string arguments, string reason)
    {
        var decision = Scene.Rules(Counted).Decide(arguments);

        Assert.Equal("/tools/t/limits/cents", decision.Rule);
        Assert.Equal($"Denied by rule /tools/t/limits/cents. Argument args.amount {reason}", decision.Message);
        Assert.Empty(decision.Limits);
    }

    [Theory]
    [InlineData("""[{"n":1.5},{"n":2}]""", "3.5")]
    [InlineData("""[{"n":0}]""", "0")]
    [InlineData("[]", null)]
    [InlineData("""[{"n":1},{}]""", null)]
    [InlineData("""[{"n":1},{"n":-1}]""", null)]
    [InlineData("""{"n":1}""", null)]
    [InlineData("""[{"n":9223372036854775807},{"n":9223372036854775807},{"n":0.5}]""", "9223372036854775808")]
    public void Decide_AmountOverElements_IsTheSumOfAll(string items, string? sum)
    {
        var decision = Scene.Rules("""
            {"limits":[{"counter":"c","window":"day","max":5,"increment_from":"args.items[*].n"}]}
            """).Decide($$"""{"items":{{items}}}""");

        Assert.Equal(sum is not null, decision.Outcome == Outcome.Allowed);
        Assert.Equal(sum, decision.Limits.Select(charge => charge.Amount.ToString(System.Globalization.CultureInfo.InvariantCulture)).FirstOrDefault());
    }

    [Fact]
    public void Decide_AmountOfABaseline_IsDeniedWithItsPrefixAndTheAuthorsText()
    {
        var scene = new Scene(
            (LayerKind.Server, """
                {"version":"1","default":"allow",
                 "tools":{"t":{"limits":[{"counter":"c","window":"day","max":5,"increment_from":"args.n","on_deny":"No."}]}}}
                """),
            (LayerKind.Grant, """{"version":"1","default":"allow"}"""));

        var decision = scene.Decide("{}");

        Assert.Equal(
            ("server:/tools/t/limits/c", "No. Argument args.n could not be checked: missing."), (decision.Rule, decision.Message));
    }

    [Fact]
    public void Decide_ApprovalsOfAllDocuments_AreAsked()
    {
        var scene = new Scene(
            (LayerKind.Organisation, """
                {"version":"1","default":"allow",
                 "all_tools":{"require_approval":[{"conditions":[{"path":"args.n","op":"gt","value":10}],"message":"Large","expires":"1h"}]}}
                """),
            (LayerKind.Grant, """
                {"version":"1","default":"allow",
                 "tools":{"t":{"action":"require_approval","reason":"Always ask",
                               "limits":[{"counter":"c","window":"day","max":5}],
                               "deny_if":[{"conditions":[{"path":"args.n","op":"gt","value":5}],"on_deny":"Requires human approval."}]}}}
                """));

        var all = scene.Decide("""{"n":11}""");
        var one = scene.Decide("""{"n":1}""");

        Assert.Equal(Outcome.NeedsApproval, all.Outcome);
        Assert.Equal(
            ["org:/all_tools/require_approval/args.n-gt", "/tools/t/deny_if/args.n-gt", "/tools/t/action"],
            all.Approvals.Select(demand => demand.Rule));
        Assert.Equal(["Large", "Requires human approval.", "Always ask"], all.Approvals.Select(demand => demand.Message));
        Assert.Equal(TimeSpan.FromHours(1), all.Approvals[0].Expires);
        Assert.Equal(all.Approvals[0].Rule, all.Rule);
        Assert.Single(all.Limits);
        Assert.Equal(["/tools/t/action"], one.Approvals.Select(demand => demand.Rule));
    }

    [Fact]
    public void Decide_ApprovalThatCannotBeChecked_IsAskedAndSaysWhy()
    {
        var decision = Scene.Rules("""
            {"require_approval":[{"conditions":[{"path":"args.n","op":"gt","value":10}],"message":"Large"}]}
            """).Decide("{}");

        Assert.Equal(Outcome.NeedsApproval, decision.Outcome);
        Assert.Equal("Large Argument args.n could not be checked: missing.", decision.Approvals[0].Message);
    }

    [Fact]
    public void Decide_IdiomUnderAFinalDenial_IsNotAsked()
    {
        var scene = new Scene(
            (LayerKind.Organisation, """
                {"version":"1","default":"allow",
                 "all_tools":{"deny_if":[{"conditions":[{"path":"tool.category","op":"eq","value":"financial"}]}]}}
                """),
            (LayerKind.Grant, """
                {"version":"1","default":"deny",
                 "tools":{"t":{"deny_if":[{"conditions":[],"on_deny":"Requires human approval."}]}}}
                """)) with
        { Tool = new ToolFacts { Name = "t", Standing = ToolStanding.Accepted, Category = "financial" } };

        var decision = scene.Decide("{}");

        Assert.Equal((Outcome.Denied, "org:/all_tools/deny_if/tool.category-eq"), (decision.Outcome, decision.Rule));
        Assert.Empty(decision.Approvals);
    }
}
