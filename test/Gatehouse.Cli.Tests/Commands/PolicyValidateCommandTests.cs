namespace Gatehouse.Cli.Tests.Commands;

public sealed class PolicyValidateCommandTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Validate_SoundPolicy_SaysValid()
    {
        var file = _folder.Write("p.json", """{"version":"1","default":"deny","tools":{"a":{}}}""");

        var run = await CommandRun.Of("policy", "validate", file);

        Assert.Equal((0, $"{file}: valid\n", ""), (run.Code, run.Output, run.Error));
    }

    [Fact]
    public async Task Validate_TwoErrors_PrintsBothWithPlacesAndExits3()
    {
        var file = _folder.Write("p.json", "{\"version\":\"1\",\n \"defualt\":\"deny\"}");

        var run = await CommandRun.Of("policy", "validate", file);

        Assert.Equal(3, run.Code);
        Assert.Contains($"{file}:2:2: error member-unknown: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("error member-missing: ", run.Output, StringComparison.Ordinal);
        Assert.EndsWith($"{file}: not valid, 2 errors\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_OneOfTwoIsWrong_Exits3()
    {
        var good = _folder.Write("good.json", """{"version":"1","default":"deny"}""");
        var bad = _folder.Write("bad.json", "{");

        var run = await CommandRun.Of("policy", "validate", good, bad);

        Assert.Equal(3, run.Code);
        Assert.Contains($"{good}: valid\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"tools":[{"name":"create_refund","inputSchema":{"type":"object"}}]}""")]
    [InlineData("""{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"create_refund"}]}}""")]
    public async Task Validate_WithTools_ChecksNames(string dump)
    {
        var file = _folder.Write("p.json", """{"version":"1","default":"allow","hide":["create_refnud"]}""");
        var tools = _folder.Write("tools.json", dump);

        var run = await CommandRun.Of("policy", "validate", file, "--tools", tools);

        Assert.Equal(0, run.Code);
        Assert.Contains("confirmation matches-no-tool: ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_ToolsThatAreNone_Exits3()
    {
        var file = _folder.Write("p.json", """{"version":"1","default":"deny"}""");
        var tools = _folder.Write("tools.json", """{"prompts":[]}""");

        var run = await CommandRun.Of("policy", "validate", file, "--tools", tools);

        Assert.Equal(3, run.Code);
        Assert.Contains("error type-wrong: this is not the result of `tools/list`", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Validate_Json_HasEveryFinding()
    {
        var file = _folder.Write("p.json", """{"version":"2","default":"deny"}""");

        var run = await CommandRun.Of("policy", "validate", file, "--json");

        Assert.Equal(3, run.Code);
        var one = Assert.Single(run.Json().GetProperty("files").EnumerateArray());
        Assert.False(one.GetProperty("valid").GetBoolean());
        var finding = Assert.Single(one.GetProperty("findings").EnumerateArray());
        Assert.Equal("version-unsupported", finding.GetProperty("code").GetString());
        Assert.Equal("/version", finding.GetProperty("pointer").GetString());
        Assert.Equal(1, finding.GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Validate_MissingFile_IsAFindingAndTheOthersAreStillRead()
    {
        var none = Path.Combine(_folder.Path, "none.json");
        var bad = _folder.Write("bad.json", """{"version":"2","default":"deny"}""");

        var run = await CommandRun.Of("policy", "validate", none, bad);
        var json = await CommandRun.Of("policy", "validate", none, bad, "--json");

        Assert.Equal((3, 3), (run.Code, json.Code));
        Assert.Contains($"{none}:1:1: error file-unreadable: the file cannot be read", run.Output, StringComparison.Ordinal);
        Assert.Contains("error version-unsupported: ", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            ["file-unreadable", "version-unsupported"],
            json.Json().GetProperty("files").EnumerateArray().Select(file => file.GetProperty("findings")[0].GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Validate_HostileText_IsSpelt()
    {
        var file = _folder.Write("p.json", """{"version":"1","default":"deny","a\u001b[31m\u202e":1}""");

        var run = await CommandRun.Of("policy", "validate", file);

        Assert.DoesNotContain('\u001b', run.Output);
        Assert.DoesNotContain('\u202e', run.Output);
    }
}
