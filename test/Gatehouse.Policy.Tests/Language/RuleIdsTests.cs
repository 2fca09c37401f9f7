using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Language;

public sealed class RuleIdsTests
{
    [Fact]
    public void Read_EntriesOfOneList_AreNamedByIdThenFirstConditionThenAlways()
    {
        var rules = DenyIf(
            "t",
            """
            { "conditions": [ { "path": "args.amount", "op": "gt", "value": 1 },
                { "path": "args.b", "op": "eq", "value": 1 } ] },
            { "conditions": [ { "path": "args.amount", "op": "gt", "value": 2 } ] },
            { "conditions": [ { "path": "args.amount", "op": "lt", "value": 3 } ] },
            { "conditions": [ { "path": "args.amount", "op": "gt", "value": 4 } ], "id": "cap" },
            { "conditions": [ { "path": "args.amount", "op": "gt", "value": 5 } ] },
            { "conditions": [] }
            """);

        Assert.Equal(
            [
                "/tools/t/deny_if/args.amount-gt", "/tools/t/deny_if/args.amount-gt-2",
                    "/tools/t/deny_if/args.amount-lt",
                "/tools/t/deny_if/cap", "/tools/t/deny_if/args.amount-gt-3", "/tools/t/deny_if/always",
            ],
            rules);
    }

    [Fact]
    public void Read_IdThatAMadeNameWouldHave_KeepsIt() => Assert.Equal(
        ["/tools/t/deny_if/always-2", "/tools/t/deny_if/always"],
        DenyIf("t", """{ "conditions": [] }, { "conditions": [], "id": "always" }"""));

    [Fact]
    public void Read_KeyPathAndId_AreEscapedAsPointers() => Assert.Equal(
        ["/tools/a~1b~0*/deny_if/args.x~1y-eq", "/tools/a~1b~0*/deny_if/~01"],
        DenyIf(
            "a/b~*",
            """{ "conditions": [ { "path": "args.x/y", "op": "eq", "value": 1 } ] }, { "conditions": [], "id": "~1" }"""));

    [Fact]
    public void Read_AllTools_IsNamedWithoutKey()
    {
        var document = Policies.Load(
            """
            { "version": "1", "default": "deny", "all_tools": {
              "limits": [ { "counter": "a/b", "window": "day", "max": 1 } ], "rate_limit": { "max": 1, "window": 1 },
              "require_approval": [ { "conditions": [] } ] } }
            """);

        Assert.Equal(["/all_tools/limits/a~1b", "/all_tools/rate_limit"],
            document.AllTools!.Limits.Select(limit => limit.Rule));
        Assert.Equal(["all_tools", "all_tools"], document.AllTools.Limits.Select(limit => limit.Key));
        Assert.Equal("/all_tools/require_approval/always", document.AllTools.RequireApproval[0].Rule);
    }

    private static IEnumerable<string> DenyIf(string key, string entries)
    {
        var text = """{"version":"1","default":"deny","tools":{"KEY":{"deny_if":[""" + entries + "]}}}";
        return Policies.Load(text.Replace("KEY", key)).Tools[0].DenyIf.Select(entry => entry.Rule);
    }
}
