namespace Gatehouse.Cli.Tests.Commands;

public sealed class PolicyExplainCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    private readonly string _policy;

    public PolicyExplainCommandTests() => _policy = _folder.Write("policy.json", """
        {"version":"1","default":"deny","tools":{
          "refund":{"deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":100}],"on_deny":"Too much."}]},
          "pay":{"action":"require_approval","reason":"Payments need a person."},
          "send":{"deny_if":[{"conditions":[{"path":"session.called","op":"contains","value":"fetch"}]}]},
          "rotate":{"require":[{"conditions":[{"path":"grant.tags.team","op":"eq","value":"ops"}]}]}}}
        """);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Explain_Denied_ShowsTheConditionWithItsValue()
    {
        var run = await CommandRun.Of("policy", "explain", _policy, "--tool", "refund", "--args", """{"amount":500}""");

        Assert.Equal(0, run.Code);
        Assert.Contains("/tools/refund/deny_if/args.amount-gt: denies", run.Output, StringComparison.Ordinal);
        Assert.Contains("args.amount gt 100   actual 500   true", run.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "refund: denied by /tools/refund/deny_if/args.amount-gt\n  Too much.\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_MissingAmount_SaysUnknown()
    {
        var run = await CommandRun.Of("policy", "explain", _policy, "--tool", "refund");

        Assert.Contains("actual missing   unknown: missing", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_Approval_SaysWhoIsAsked()
    {
        var run = await CommandRun.Of("policy", "explain", _policy, "--tool", "pay");

        Assert.Contains("pay: pending", run.Output, StringComparison.Ordinal);
        Assert.Contains("asks 1 person: Payments need a person. (/tools/pay/action)", run.Output, StringComparison.Ordinal);
    }

    // What the tools of a dump can do is told as a gateway would tell it; what is stated for the call goes before.
    [Theory]
    [InlineData("delete_repository", null, "pending")]
    [InlineData("list_notes", null, "allowed")]
    [InlineData("delete_repository", "low", "allowed")]
    [InlineData("list_notes", "critical", "pending")]
    public async Task Explain_ToolsOfADump_HaveCategoryAndRisk(string tool, string? risk, string outcome)
    {
        var policy = _folder.Write("risk.json", """
            {"version":"1","default":"allow","all_tools":{"require_approval":[
              {"conditions":[{"path":"tool.risk","op":"eq","value":"critical"}],"message":"Critical tool."}]}}
            """);
        var dump = _folder.Write("tools.json", """
            {"tools":[{"name":"delete_repository","description":"Deletes a repository.","inputSchema":{"type":"object"}},
              {"name":"list_notes","description":"Lists notes.","inputSchema":{"type":"object"}}]}
            """);

        string[] stated = risk is null ? [] : ["--risk", risk];
        var run = await CommandRun.Of(["policy", "explain", policy, "--tool", tool, "--tools", dump, "--json", .. stated]);

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(outcome, run.Json().GetProperty("outcome").GetString());
    }

    [Theory]
    [InlineData("send", "--session", """{"called":["fetch"]}""", "denied")]
    [InlineData("send", "--session", "s1", "allowed")]
    [InlineData("rotate", "--grant", """{"label":"ci","tags":{"team":"ops"}}""", "allowed")]
    [InlineData("rotate", "--grant", "ci", "denied")]
    public async Task Explain_Facts_Matter(string tool, string option, string value, string outcome)
    {
        var run = await CommandRun.Of("policy", "explain", _policy, "--tool", tool, option, value, "--json");

        Assert.Equal(0, run.Code);
        Assert.Equal(outcome, run.Json().GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Explain_ToolThatTheDumpLacks_IsUnknown()
    {
        var tools = _folder.Write("tools.json", """{"tools":[{"name":"pay"}]}""");

        var run = await CommandRun.Of("policy", "explain", _policy, "--tool", "refund", "--tools", tools);

        Assert.Contains("denied by (unknown tool)", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--args", "{")]
    [InlineData("--args", """{"a":1,"a":2}""")]
    [InlineData("--risk", "hgih")]
    [InlineData("--at", "yesterday")]
    [InlineData("--grant", """{"lable":"x"}""")]
    public async Task Explain_WrongCall_Exits2(string option, string value)
    {
        var run = await CommandRun.Of("policy", "explain", _policy, "--tool", "refund", option, value);

        Assert.Equal(2, run.Code);
        Assert.Contains(option, run.Error, StringComparison.Ordinal);
    }
}
