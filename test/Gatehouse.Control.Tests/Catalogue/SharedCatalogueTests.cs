using System.Collections.Frozen;
using System.Text;
using Gatehouse.Control.Catalogue.Rules;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Gatehouse.Risk;

namespace Gatehouse.Control.Tests.Catalogue;

/// <summary>All tools that lie beside the checkout, through import and engine: every recommended policy validates and does what its page says.</summary>
public sealed class SharedCatalogueTests
{
    [Fact]
    public async Task EveryRecommendedPolicy_ValidatesAndDoesWhatItsPageSays()
    {
        var lists = new[] { "catalogue/tools.jsonl.gz", "catalogue/kraken.jsonl" }.Select(SharedData.Find).OfType<string>().ToArray();
        var dumps = SharedData.Find("toollists");
        Assert.SkipWhen(lists.Length < 2 || dumps is null, "the facts do not lie beside the checkout");
        await using var rig = await CatalogueRig.StartAsync();
        foreach (var part in lists.SelectMany(SharedData.Lines).Concat(Saved(dumps!)).Chunk(3_000))
        {
            await rig.TakeAsync(part);
        }

        var servers = await rig.Store.ReadAsync(
            static session => session.Rows(CatalogueTool.Read, $"SELECT {CatalogueTool.Columns} FROM tool ORDER BY server_id, rank")
                .GroupBy(static tool => tool.ServerId).Select(static group => group.ToArray()).ToArray(),
            TestContext.Current.CancellationToken);
        var wrong = new List<string>();
        var seen = 0;
        foreach (var tools in servers)
        {
            var whole = Compile(RecommendedPolicy.Of(tools), wrong, tools[0].Name);
            foreach (var tool in tools)
            {
                seen++;
                var alone = Compile(RecommendedPolicy.Of(tool.Name, tool.Category, tool.Level), wrong, tool.Name);
                foreach (var said in new[] { Says(alone, tool.Name), Says(whole, tool.Name) })
                {
                    if (said != (RecommendedPolicy.CanName(tool.Name) ? Recommendation.Of(tool.Category, tool.Level).Name : "denied"))
                    {
                        wrong.Add($"{tool.Name}: {tool.Category} {tool.Level} → {said}");
                    }
                }
            }

            if (Says(whole, "a tool that nobody listed") != "denied")
            {
                wrong.Add($"{tools[0].Name}: its server's policy opens what is not listed");
            }
        }

        Assert.Empty(wrong.Take(20));
        Assert.True(seen > 27_000, $"{seen} tools");
        var kraken = (await rig.ToolAsync("oilst-kraken-mcp", "cancel_all_orders_after"))!;
        Assert.Equal((RiskCategory.Financial, RiskLevel.Critical, 17), (kraken.Tool.Category, kraken.Tool.Level, kraken.Server.Tools));
    }

    private static IEnumerable<string> Saved(string folder) => Directory.EnumerateFiles(folder, "*.json")
        .Where(static file => !file.EndsWith("index.json", StringComparison.Ordinal))
        .Select(static file => $$"""{"package":"npm:{{Path.GetFileNameWithoutExtension(file).Replace("__", "/", StringComparison.Ordinal)}}",{{File.ReadAllText(file).TrimStart()[1..]}}""");

    private static PolicyDecisionPoint Compile(string policy, List<string> wrong, string tool)
    {
        var read = PolicyReader.Read(Encoding.UTF8.GetBytes(policy));
        wrong.AddRange(read.Findings.Where(finding => finding.Severity == FindingSeverity.Error).Select(finding => $"{tool}: {finding.Code}"));
        return PolicyDecisionPoint.Compile(read.Document is { } document ? [new PolicyLayer(LayerKind.Grant, "policy", document)] : []);
    }

    // The word of the recommendation that a decision is.
    private static string Says(PolicyDecisionPoint point, string tool)
    {
        var decision = point.Decide(new CallFacts
        {
            Tool = new ToolFacts { Name = tool, Standing = ToolStanding.Accepted }, Arguments = "{}"u8, Server = new ServerFacts("s", "S"),
            Grant = new GrantFacts("g", "G", FrozenDictionary<string, string>.Empty), Now = DateTimeOffset.UnixEpoch,
        });
        return (decision.Outcome, decision.Kind, decision.Limits) switch
        {
            (Outcome.Denied, DenialKind.UnknownTool, _) => "hide",
            (Outcome.Denied, _, _) => "denied",
            (Outcome.NeedsApproval, _, _) => "approval",
            (_, _, [var limit]) => $"limit-{limit.Limit.Max}",
            _ => "open",
        };
    }
}
