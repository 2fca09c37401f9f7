using System.Text.Json;
using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Language;

public sealed class ConditionReadingTests
{
    [Fact]
    public void Read_Entries_KeepsConditionsMessagesAndTerms()
    {
        var rules = Policies.Load(Policies.Tool(
            """
            {
              "require": [ { "conditions": [ { "path": "args.reason", "op": "exists", "value": true } ],
                  "on_deny": "why" } ],
              "require_approval": [ { "conditions": [ { "path": "args.items[*].price", "op": "gt", "value": 2e3 } ],
                "message": "big", "expires": "2h", "hold": "10s", "approvers": 2 } ]
            }
            """)).Tools[0];

        var require = Assert.Single(rules.Require);
        Assert.Equal(("/tools/t/require/args.reason-exists", "why"), (require.Rule, require.Message));
        Assert.Equal(JsonValueKind.True, require.Conditions[0].Value.ValueKind);
        var approval = Assert.Single(rules.RequireApproval);
        Assert.Equal(("big", TimeSpan.FromHours(2)), (approval.Message, approval.Expires));
        Assert.Equal((TimeSpan.FromSeconds(10), 2), (approval.Hold, approval.Approvers));
        Assert.Equal(
            [
                new PathStep(PathStepKind.Member, "items", 0), new PathStep(PathStepKind.Every, null, 0),
                new PathStep(PathStepKind.Member, "price", 0),
            ],
            approval.Conditions[0].Path.Steps);
        Assert.Equal("2e3", approval.Conditions[0].Value.GetRawText());
    }

    [Fact]
    public void Read_SameTestUnderTwoTools_IsBoundOnce()
    {
        const string Rules = """{ "deny_if": [ { "conditions": [ { "path": "args.a", "op": "regex", "value": "OPERAND" } ] } ] }""";
        var tools = Policies.Load(
            $$"""
            { "version": "1", "default": "deny", "tools": {
              "a": {{Rules.Replace("OPERAND", "x+y", StringComparison.Ordinal)}},
              "b": {{Rules.Replace("OPERAND", "x+y", StringComparison.Ordinal)}},
              "c": {{Rules.Replace("OPERAND", "x+z", StringComparison.Ordinal)}},
              "d": {{Rules.Replace("OPERAND", "x+y", StringComparison.Ordinal).Replace("deny_if", "require", StringComparison.Ordinal)}} } }
            """).Tools;

        Assert.Same(Test(0, tools[0].DenyIf), Test(0, tools[1].DenyIf));
        Assert.NotSame(Test(0, tools[0].DenyIf), Test(0, tools[2].DenyIf));
        Assert.NotSame(Test(0, tools[0].DenyIf), Test(0, tools[3].Require));

        static object Test(int at, System.Collections.Immutable.ImmutableArray<RuleEntry> entries) => entries[at].Conditions[0].Test;
    }

    [Theory]
    [InlineData(@"args.user\\.name", "user.name")]
    [InlineData(@"args.a\\[0\\]", "a[0]")]
    [InlineData(@"args.back\\\\slash", @"back\slash")]
    [InlineData("args.007", "007")]
    [InlineData("args.größe", "größe")]
    public void Read_EscapedKey_IsTheMembersName(string path, string key)
    {
        var text = """{"require":[{"conditions":[{"path":"PATH","op":"exists","value":true}]}]}""".Replace("PATH",
            path);

        var step = Assert.Single(Policies.Load(Policies.Tool(text)).Tools[0].Require[0].Conditions[0].Path.Steps);

        Assert.Equal(key, step.Key);
    }

    [Fact]
    public void Read_ApprovalIdiom_MovesTheEntryAndKeepsItsName()
    {
        var rules = Policies.Load(Policies.Tool(
            """
            { "deny_if": [
              { "conditions": [], "on_deny": "nobody" },
              { "conditions": [], "on_deny": "requires HUMAN approval" },
              { "conditions": [], "on_deny": "Blocked by default. Requires approval." },
              { "conditions": [], "on_deny": "Requires human approval.." } ] }
            """)).Tools[0];

        Assert.Equal(["/tools/t/deny_if/always", "/tools/t/deny_if/always-4"],
            rules.DenyIf.Select(entry => entry.Rule));
        Assert.Equal(["/tools/t/deny_if/always-2", "/tools/t/deny_if/always-3"],
            rules.RequireApproval.Select(entry => entry.Rule));
        Assert.All(rules.RequireApproval, entry => Assert.True(entry.IsIdiom));
        Assert.Equal("requires HUMAN approval", rules.RequireApproval[0].Message);
        Assert.Equal(TimeSpan.FromMinutes(30), rules.RequireApproval[0].Expires);
    }
}
