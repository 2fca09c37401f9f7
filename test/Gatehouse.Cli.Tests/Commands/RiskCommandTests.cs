using System.Text.Json;

namespace Gatehouse.Cli.Tests.Commands;

public sealed class RiskCommandTests : IDisposable
{
    private const string List = """
        {"tools":[{"name":"delete_comment","description":"Deletes a comment"},{"name":"list_pages","description":"Lists pages"},
        {"name":"cancel_all_orders_after","description":"Cancel all orders","inputSchema":{"properties":{"timeout":{"type":"integer"}}}}]}
        """;

    private const string Labels = """
        {"server":"s","tool":"delete_page","description":"Deletes a page","args":[],"category":"Destructive","risk":"Critical"}

        {"server":"s","tool":"list_pages","description":"Lists pages","args":[],"category":"Write","risk":"Medium"}
        """;

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Explain_List_SaysCategoryLevelEvidenceAndRule()
    {
        var run = await CommandRun.Of("risk", "explain", _folder.Write("t.json", List));

        Assert.Equal(0, run.Code);
        Assert.Contains("delete_comment: destructive, high", run.Output, StringComparison.Ordinal);
        Assert.Contains("  name: delete (Destructive)", run.Output, StringComparison.Ordinal);
        Assert.Contains("  signal scoped: name: comment", run.Output, StringComparison.Ordinal);
        Assert.Contains("list_pages: read, low", run.Output, StringComparison.Ordinal);
        Assert.Contains("cancel_all_orders_after: financial, critical", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_OneToolAsJson_IsThatTool()
    {
        var run = await CommandRun.Of("risk", "explain", _folder.Write("t.json", List), "--tool", "list_pages", "--json");

        using var json = JsonDocument.Parse(run.Output);
        var tool = Assert.Single(json.RootElement.GetProperty("tools").EnumerateArray());
        Assert.Equal(("list_pages", "read", "low"), (Text(tool, "name"), Text(tool, "category"), Text(tool, "risk")));
        Assert.Equal("open", Text(tool.GetProperty("recommended"), "name"));
    }

    [Theory]
    [InlineData("[]", "--tool", "x", "is no result of `tools/list`")]
    [InlineData(List, "--tool", "x", "has no tool `x`")]
    public async Task Explain_WhatIsNotThere_IsSaid(string text, string option, string value, string message)
    {
        var run = await CommandRun.Of("risk", "explain", _folder.Write("t.json", text), option, value);

        Assert.Equal(1, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Eval_OneOfTwoIsMissed_PrintsHalf()
    {
        var run = await CommandRun.Of("risk", "eval", _folder.Write("l.jsonl", Labels), "--json");

        using var json = JsonDocument.Parse(run.Output);
        Assert.Equal(0.5, json.RootElement.GetProperty("category_accuracy").GetDouble());
        Assert.Equal(0.5, json.RootElement.GetProperty("level_accuracy").GetDouble());
        Assert.Equal(1, json.RootElement.GetProperty("dangerous_recall").GetDouble());
        Assert.Equal(1, json.RootElement.GetProperty("confusion").GetProperty("write").GetProperty("read").GetInt32());
        Assert.Equal("list_pages", Text(Assert.Single(json.RootElement.GetProperty("misses").EnumerateArray()), "tool"));
    }

    [Fact]
    public async Task Eval_AsText_NamesTheMiss()
    {
        var run = await CommandRun.Of("risk", "eval", _folder.Write("l.jsonl", Labels));

        Assert.Equal(0, run.Code);
        Assert.Contains("category_accuracy  50.0 %", run.Output, StringComparison.Ordinal);
        Assert.Contains("s list_pages: read low, labelled write medium", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"tool\":\"x\"}", "line 1 is no labelled tool")]
    [InlineData("not json", "line 1 is no labelled tool")]
    [InlineData("", "has no labelled tools")]
    public async Task Eval_NotLabels_SaysWhichLine(string text, string message)
    {
        var run = await CommandRun.Of("risk", "eval", _folder.Write("l.jsonl", text));

        Assert.Equal(1, run.Code);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Features_Labels_AreOneObjectATool()
    {
        var run = await CommandRun.Of("risk", "features", _folder.Write("l.jsonl", Labels));

        var rows = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToArray();
        Assert.Equal(["destructive", "write"], rows.Select(row => Text(row, "category")));
        Assert.Contains(rows[0].GetProperty("features").EnumerateArray(), feature => feature.GetString() == "name=delete");
    }

    private static string Text(JsonElement value, string name) => value.GetProperty(name).GetString()!;
}
