using Gatehouse.Policy.Language;

namespace Gatehouse.Policy.Tests.Language;

public sealed class PolicyReaderTests
{
    [Fact]
    public void Read_DocumentWithEveryPart_FillsEveryPart()
    {
        var document = Policies.Load(
            """
            {
              "$schema": "./policy-v1.schema.json", "version": "1", "description": "d", "default": "allow",
              "mode": "observe", "observe_until": "2026-01-31T00:00:00Z", "hide": ["a*"], "list": "allowed",
              "resources": ["file:///srv/*"], "prompts": [], "outside": ["fetch"], "timezone": "Europe/Berlin",
              "all_tools": { "limits": [ { "counter": "calls", "window": "minute", "max": 120 } ] },
              "tools": { "x": { "action": "require_approval", "reason": "why", "arguments": ["p"],
                  "rate_limit": { "max": 3, "window": 90 } } }
            }
            """);

        Assert.Equal(64, document.Hash.Length);
        Assert.Equal(PolicyDefault.Allow, document.Default);
        Assert.Equal(PolicyMode.Observe, document.Mode);
        Assert.Equal(new DateTimeOffset(2026, 1, 31, 0, 0, 0, TimeSpan.Zero), document.ObserveUntil);
        Assert.Equal(ListMode.Allowed, document.List);
        Assert.Equal(["a*"], document.Hide.Select(pattern => pattern.Text));
        Assert.Equal(["file:///srv/*"], document.Resources!.Value.Select(pattern => pattern.Text));
        Assert.Empty(document.Prompts!.Value);
        Assert.Equal(["fetch"], document.Outside!.Value.Select(pattern => pattern.Text));
        Assert.Equal("Europe/Berlin", document.TimeZone.Id);
        Assert.Equal(new LimitWindow("minute", CalendarUnit.Minute, TimeSpan.Zero),
            document.AllTools!.Limits[0].Window);
        var rules = Assert.Single(document.Tools);
        Assert.Equal(ToolAction.RequireApproval, rules.Action);
        Assert.Equal("why", rules.Reason);
        Assert.Equal(["p"], rules.Arguments.Names);
        var rate = Assert.Single(rules.Limits);
        Assert.Equal(("/tools/x/rate_limit", "x", "rate_limit", 3L), (rate.Rule, rate.Key, rate.Counter, rate.Max));
        Assert.Equal(LimitScope.Session, rate.Scope);
        Assert.Equal(10, rate.Sessions);
        Assert.Equal(new LimitWindow("90s", null, TimeSpan.FromSeconds(90)), rate.Window);
    }

    [Fact]
    public void Read_KeysInAnyOrder_SortsExactThenLongestThenOrdinal()
    {
        var document = Policies.Load(
            """{"version":"1","default":"deny","tools":{"b*":{},"z":{},"a*":{},"*long*":{},"c":{}}}""");

        Assert.Equal(["c", "z", "*long*", "a*", "b*"], document.Tools.Select(rules => rules.Key!.Text));
    }
}
