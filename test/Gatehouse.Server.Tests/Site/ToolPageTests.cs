using System.Collections.Frozen;
using System.Text;
using System.Text.RegularExpressions;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Server.Tests.Site;

/// <summary>The page of a tool: every part, in its order, and policies that do what it says.</summary>
public sealed partial class ToolPageTests : IAsyncLifetime
{
    private SiteRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await SiteRig.StartAsync(SiteLines.Exchange);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Page_OfATool_HasEveryPartInItsOrder()
    {
        var page = await _rig.GetAsync("/tools/acme-exchange/cancel_all_orders_after");

        Assert.Equal((200, "text/html"), (page.Status, page.Kind));
        string[] parts =
        [
            ">Critical</span>", ">Financial</span>", "href=\"#control\"", "id=\"does\"", "can move or commit money", "id=\"why\"", "id=\"definition\"",
            "<blockquote", "id=\"attacks\"", "/attacks/", "id=\"control\"", "Requires human approval.", "is blocked until a human approves it. The rest of the server keeps working.",
            "<ol class=\"steps\">", "Gate this tool", "id=\"related\"", "id=\"reading\"", "id=\"questions\"", "What does cancel_all_orders_after do?",
            "How do I enforce a policy on", "What risk level is", "Can I rate-limit", "How do I block", "Which server and package provides", "id=\"stack\"",
            "<strong>4</strong>", "tools classified, across an index of 2 servers", "id=\"contact\"",
        ];
        var at = page.Text.IndexOf("<main", StringComparison.Ordinal);
        foreach (var part in parts)
        {
            var next = page.Text.IndexOf(part, at, StringComparison.Ordinal);
            Assert.True(next >= 0, $"`{part}` is missing, or before its place");
            at = next;
        }
    }

    [Fact]
    public async Task Page_OfAToolAsMarkdown_HasTheSamePoliciesAndEachValidates()
    {
        foreach (var tool in new[] { "cancel_all_orders_after", "open_orders", "delete_account", "run_report" })
        {
            var page = await _rig.GetAsync($"/tools/acme-exchange/{tool}.md");
            Assert.Equal((200, "text/markdown"), (page.Status, page.Kind));
            var policies = Policy().Matches(page.Text).Select(match => match.Groups["text"].Value).ToArray();

            Assert.Equal(7, policies.Length);
            Assert.All(policies, policy => Assert.Empty(
                PolicyReader.Read(Encoding.UTF8.GetBytes(policy)).Findings.Where(finding => finding.Severity == FindingSeverity.Error)));

            // In the order of the questions: what it does, how, of its level, limited, blocked, alone.
            Assert.Equal(Outcome.Denied, Decide(policies[5], tool).Outcome);
            Assert.NotEqual(Outcome.Denied, Decide(policies[5], "another").Outcome);
            Assert.Equal(Outcome.Denied, Decide(policies[6], "another").Outcome);
            if (tool != "delete_account")
            {
                Assert.Equal(10, Decide(policies[4], tool).Limits.Single().Limit.Max);
            }
        }
    }

    [Fact]
    public async Task Page_OfTheSharedKrakenTool_SaysCriticalFinancialWithTheRuleOfTheSeed()
    {
        var path = SharedFiles.Find("catalogue/kraken.jsonl");
        Assert.SkipWhen(path is null, "the file does not lie beside the checkout");
        await _rig.TakeAsync(File.ReadLines(path!));

        var page = await _rig.GetAsync("/tools/oilst-kraken-mcp/cancel_all_orders_after");

        Assert.Contains("<span class=\"badge critical\">Critical</span>", page.Text, StringComparison.Ordinal);
        Assert.Contains("<span class=\"tag\">Financial</span>", page.Text, StringComparison.Ordinal);
        Assert.Contains("Kraken Pro MCP", page.Text, StringComparison.Ordinal);
        Assert.Contains("<strong>17</strong>", page.Text, StringComparison.Ordinal);
        var markdown = (await _rig.GetAsync("/tools/oilst-kraken-mcp/cancel_all_orders_after.md")).Text;
        Assert.Contains(
            "\"cancel_all_orders_after\": {\n      \"deny_if\": [\n        {\n          \"conditions\": [],\n          \"on_deny\": \"Requires human approval.\"",
            markdown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_OfAServer_HasCountsToolsAndAPolicyForAllOfIt()
    {
        var page = await _rig.GetAsync("/tools/acme-exchange");
        var file = await _rig.GetAsync("/tools/acme-exchange/policy.json");

        Assert.True(page.Text.IndexOf("cancel_all_orders_after", StringComparison.Ordinal) < page.Text.IndexOf("open_orders", StringComparison.Ordinal));
        Assert.Contains("/servers/new?name=Acme%20Exchange%20MCP", page.Text, StringComparison.Ordinal);
        var policy = PolicyReader.Read(Encoding.UTF8.GetBytes(file.Text));
        Assert.Empty(policy.Findings.Where(finding => finding.Severity == FindingSeverity.Error));
        Assert.Equal(Outcome.Allowed, Decide(file.Text, "open_orders").Outcome);
        Assert.Equal(Outcome.NeedsApproval, Decide(file.Text, "cancel_all_orders_after").Outcome);
        Assert.Equal(DenialKind.UnknownTool, Decide(file.Text, "delete_account").Kind);
        Assert.Equal(Outcome.Denied, Decide(file.Text, "anything_else").Outcome);
    }

    [Theory]
    [InlineData("/tools/none")]
    [InlineData("/tools/acme-exchange/none")]
    [InlineData("/tools/none/policy.json")]
    [InlineData("/risk/none")]
    [InlineData("/risk/3")]
    [InlineData("/attacks/none")]
    [InlineData("/tools/..%2f..%2fetc/passwd")]
    [InlineData("/sitemap-99.xml")]
    public async Task Page_OfNothing_IsAbsent(string path) => Assert.Equal(404, (await _rig.GetAsync(path)).Status);

    private static Decision Decide(string policy, string tool) => PolicyDecisionPoint
        .Compile([new PolicyLayer(LayerKind.Grant, "policy", PolicyReader.Read(Encoding.UTF8.GetBytes(policy)).Document!)])
        .Decide(new CallFacts
        {
            Tool = new ToolFacts { Name = tool, Standing = ToolStanding.Accepted }, Arguments = "{}"u8, Server = new ServerFacts("s", "S"),
            Grant = new GrantFacts("g", "G", FrozenDictionary<string, string>.Empty), Now = DateTimeOffset.UnixEpoch,
        });

    [GeneratedRegex(@"policy\.json:\n\n```json\n(?<text>[^`]+)\n```", RegexOptions.NonBacktracking)]
    private static partial Regex Policy();
}
