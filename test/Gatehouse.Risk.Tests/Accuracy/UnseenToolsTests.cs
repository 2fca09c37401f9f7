using System.IO.Compression;
using System.Text.Json;

namespace Gatehouse.Risk.Tests.Accuracy;

/// <summary>Tools of the catalogue that neither the rules nor the weights were made from: only their ids and labels lie here.</summary>
public sealed class UnseenToolsTests
{
    private static readonly string Labels = Path.Combine(AppContext.BaseDirectory, "labels");

    [Fact]
    public void Labels_Unseen_AreNotThoseOfTraining()
    {
        var unseen = Read("labels-unseen.jsonl");

        Assert.Equal(602, unseen.Count);
        Assert.Empty(unseen.Keys.Intersect(Read("labels-train.jsonl").Keys));
        Assert.Empty(unseen.Keys.Intersect(Read("labels-more.jsonl").Keys));

        // Nor are those that were labelled after the training: the tools of which the model is least sure.
        var later = Read("labels-later.jsonl");
        Assert.Equal(1_300, later.Count);
        Assert.Empty(later.Keys.Intersect(Read("labels-train.jsonl").Keys.Concat(Read("labels-more.jsonl").Keys).Concat(unseen.Keys)));
    }

    [Theory]
    [InlineData(true, false, 0.925, 0.875, 0.93)]
    [InlineData(false, false, 0.925, 0.875, 0.93)]
    [InlineData(true, true, 0.945, 0.915, 0.95)]
    [InlineData(false, true, 0.945, 0.915, 0.95)]
    public void Assess_ToolsNobodyLookedAt_AgreesAboveTheFloor(
        bool isBare, bool isOfTwoReaders, double categoryFloor, double levelFloor, double recallFloor)
    {
        var path = SharedData.Find(Path.Combine("catalogue", "tools.jsonl.gz"));
        Assert.SkipWhen(path is null, "the catalogue does not lie beside the checkout");
        var labels = Read("labels-unseen.jsonl", isOfTwoReaders);
        AssertAbove(path!, labels, isBare, categoryFloor, levelFloor, recallFloor);
    }

    // The hardest that are left: where training left the model least sure, and the reader was sure. The rules of levels were looked at with them.
    [Fact]
    public void Assess_ToolsThatTheModelDoubts_AgreesAboveTheFloor()
    {
        var path = SharedData.Find(Path.Combine("catalogue", "tools.jsonl.gz"));
        Assert.SkipWhen(path is null, "the catalogue does not lie beside the checkout");
        AssertAbove(path!, Read("labels-later.jsonl", isOfSureReader: true), isBare: false, categoryFloor: 0.965, levelFloor: 0.895, recallFloor: 0.93);
    }

    private static void AssertAbove(
        string path, Dictionary<string, (RiskCategory Category, RiskLevel Level)> labels, bool isBare, double categoryFloor, double levelFloor, double recallFloor)
    {
        int all = 0, category = 0, level = 0, dangerous = 0, found = 0;
        foreach (var (tool, label) in Tools(path, labels, isBare))
        {
            var said = RiskClassifier.Assess(tool);
            all++;
            category += said.Category == label.Category ? 1 : 0;
            level += said.Level == label.Level ? 1 : 0;
            dangerous += label.Category >= RiskCategory.Execute ? 1 : 0;
            found += label.Category >= RiskCategory.Execute && said.Category >= RiskCategory.Execute ? 1 : 0;
        }

        Assert.Equal(labels.Count, all);
        Assert.InRange((double)category / all, categoryFloor, 1);
        Assert.InRange((double)level / all, levelFloor, 1);
        Assert.InRange((double)found / dangerous, recallFloor, 1);
    }

    // All labels, or those that a second reader gave as well.
    private static Dictionary<string, (RiskCategory Category, RiskLevel Level)> Read(string file, bool isOfTwoReaders = false, bool isOfSureReader = false)
    {
        var labels = new Dictionary<string, (RiskCategory, RiskLevel)>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(Path.Combine(Labels, file)))
        {
            using var row = JsonDocument.Parse(line);
            if ((isOfTwoReaders && !IsOfTwoReaders(row.RootElement)) || (isOfSureReader && row.RootElement.TryGetProperty("sure", out _)))
            {
                continue;
            }

            labels.Add(
                row.RootElement.GetProperty("id").GetString()!,
                (RiskWords.Category(row.RootElement.GetProperty("category").GetString())!.Value,
                    RiskWords.Level(row.RootElement.GetProperty("risk").GetString())!.Value));
        }

        return labels;
    }

    private static bool IsOfTwoReaders(JsonElement row) => row.TryGetProperty("second", out var second)
        && second.GetProperty("category").GetString() == row.GetProperty("category").GetString()
        && second.GetProperty("risk").GetString() == row.GetProperty("risk").GetString();

    private static IEnumerable<(ToolDefinition Tool, (RiskCategory Category, RiskLevel Level) Label)> Tools(
        string path, Dictionary<string, (RiskCategory Category, RiskLevel Level)> labels, bool isBare)
    {
        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        while (text.ReadLine() is { } line)
        {
            using var row = JsonDocument.Parse(line);
            if (labels.TryGetValue(row.RootElement.GetProperty("id").GetString()!, out var label))
            {
                var tool = SharedData.Definition(row.RootElement);
                yield return (isBare ? tool : tool with { ServerDescription = row.RootElement.GetProperty("server_description").GetString()! }, label);
            }
        }
    }
}
