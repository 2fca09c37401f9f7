using System.Text.Json;

namespace Gatehouse.Risk.Tests.Accuracy;

/// <summary>The floor that was reached once and is not gone below again. docs/reference/risk.md has the numbers.</summary>
public sealed class AccuracyTests
{
    private const double CategoryFloor = 0.97;
    private const double LevelFloor = 0.96;
    private const double RecallFloor = 0.98;
    private const double HardFloor = 0.85;

    [Fact]
    public void Assess_ToolsThatTwoPeopleLabelled_AgreesAboveTheFloor()
    {
        var path = SharedData.Find("risk-labelled.jsonl");
        Assert.SkipWhen(path is null, "the labelled tools do not lie beside the checkout");
        int all = 0, category = 0, level = 0, dangerous = 0, found = 0;
        foreach (var line in File.ReadLines(path!))
        {
            using var row = JsonDocument.Parse(line);
            var said = RiskClassifier.Assess(SharedData.Definition(row.RootElement));
            var label = RiskWords.Category(row.RootElement.GetProperty("category").GetString())!.Value;
            all++;
            category += said.Category == label ? 1 : 0;
            level += said.Level == RiskWords.Level(row.RootElement.GetProperty("risk").GetString()) ? 1 : 0;
            dangerous += label >= RiskCategory.Execute ? 1 : 0;
            found += label >= RiskCategory.Execute && said.Category >= RiskCategory.Execute ? 1 : 0;
        }

        Assert.InRange((double)category / all, CategoryFloor, 1);
        Assert.InRange((double)level / all, LevelFloor, 1);
        Assert.InRange((double)found / dangerous, RecallFloor, 1);
    }

    [Fact]
    public void Assess_HardCases_AgreesAboveTheFloor()
    {
        var path = SharedData.Find("risk-hard-cases.tsv");
        Assert.SkipWhen(path is null, "the hard cases do not lie beside the checkout");
        var rows = File.ReadLines(path!).Skip(1).Select(line => line.Split('\t')).ToArray();
        var equal = rows.Count(row => RiskClassifier.Assess(new ToolDefinition
        {
            Server = row[0],
            Name = row[1],
            Description = row[2],
            Arguments = [.. row[3].Split(',', StringSplitOptions.RemoveEmptyEntries).Select(name => new ToolArgument(name, "", []))],
        }).Category == RiskWords.Category(row[4]));

        Assert.InRange((double)equal / rows.Length, HardFloor, 1);
    }

    [Fact]
    public void Assess_EveryToolOfEverySavedList_HasEvidenceAndARule()
    {
        var folder = SharedData.Find("toollists");
        Assert.SkipWhen(folder is null, "the saved lists do not lie beside the checkout");
        var tools = 0;
        foreach (var file in Directory.EnumerateFiles(folder!, "*.json", SearchOption.AllDirectories).Where(file => !file.EndsWith("index.json", StringComparison.Ordinal)))
        {
            using var list = JsonDocument.Parse(File.ReadAllBytes(file));
            var result = list.RootElement.TryGetProperty("result", out var inner) ? inner : list.RootElement;
            foreach (var tool in result.GetProperty("tools").EnumerateArray())
            {
                var said = RiskClassifier.Assess(DefinitionReading.Read(tool, Path.GetFileNameWithoutExtension(file))!);
                Assert.InRange(said.Confidence, 0, 1);
                Assert.Contains(said.Recommendation, Recommendation.All);
                tools++;
            }
        }

        Assert.True(tools > 3_000, $"{tools} tools only");
    }
}
