namespace Gatehouse.Cli.Tests.Commands;

public sealed class PolicyTestCommandTests : IDisposable
{
    private const string Policy = """
        {"version":"1","default":"deny","tools":{"refund":{
          "deny_if":[{"conditions":[{"path":"args.amount","op":"gt","value":100}],"on_deny":"Too much."}],
          "rate_limit":{"max":2,"window":60}}}}
        """;

    private readonly TempFolder _folder = new();

    public PolicyTestCommandTests() => _folder.Write("policy.json", Policy);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Test_AllHold_CountsThem()
    {
        var file = Cases("""
            {"name":"small","call":{"tool":"refund","args":{"amount":5}},"expect":{"outcome":"allowed"}},
            {"name":"third","repeat":3,"call":{"tool":"refund","args":{"amount":5}},
             "expect_last":{"outcome":"denied","rule":"/tools/refund/rate_limit"}}
            """);

        var run = await CommandRun.Of("policy", "test", file);

        Assert.Equal(0, run.Code);
        Assert.EndsWith("2 passed, 0 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_ToolsOfTheFile_HaveCategoryAndRisk()
    {
        _folder.Write("policy.json", """
            {"version":"1","default":"allow","all_tools":{"deny_if":[
              {"conditions":[{"path":"tool.category","op":"eq","value":"destructive"}]}]}}
            """);
        var file = _folder.Write("told.test.json", """
            {"policy":"policy.json","tools":{"tools":[
              {"name":"drop_table","description":"Drops a table.","inputSchema":{"type":"object"}},
              {"name":"get_table","description":"Gets a table.","inputSchema":{"type":"object"}}]},
             "cases":[{"name":"drops","call":{"tool":"drop_table"},"expect":{"outcome":"denied"}},
              {"name":"reads","call":{"tool":"get_table"},"expect":{"outcome":"allowed"}}]}
            """);

        var run = await CommandRun.Of("policy", "test", file);

        Assert.True(run.Code == 0, run.Output + run.Error);
    }

    [Fact]
    public async Task Test_OneFails_SaysWhatCameAndExits4()
    {
        var file = Cases("""{"name":"large","call":{"tool":"refund","args":{"amount":500}},"expect":{"outcome":"allowed"}}""");

        var run = await CommandRun.Of("policy", "test", file);

        Assert.Equal(4, run.Code);
        Assert.Contains("FAILED", run.Output, StringComparison.Ordinal);
        Assert.Contains("got denied by /tools/refund/deny_if/args.amount-gt: Too much.", run.Output, StringComparison.Ordinal);
        Assert.EndsWith("0 passed, 1 failed\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Test_Json_HasExpectedAndActual()
    {
        var file = Cases("""{"name":"large","call":{"tool":"refund","args":{"amount":500}},"expect":{"outcome":"allowed"}}""");

        var run = await CommandRun.Of("policy", "test", file, "--json");

        var root = run.Json();
        Assert.Equal(1, root.GetProperty("failed").GetInt32());
        var one = root.GetProperty("files")[0].GetProperty("cases")[0];
        Assert.Equal("allowed", one.GetProperty("expected").GetProperty("outcome").GetString());
        Assert.Equal("denied", one.GetProperty("actual").GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Test_WrongPolicy_Exits3WithItsPlaces()
    {
        _folder.Write("policy.json", """{"version":"1"}""");
        var file = Cases("""{"name":"x","call":{"tool":"refund"},"expect":{"outcome":"denied"}}""");

        var run = await CommandRun.Of("policy", "test", file);

        Assert.Equal(3, run.Code);
        Assert.Contains("policy.json:1:1: error member-missing", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task Test_CasesOfTheRepository_AllPass()
    {
        var files = Directory.GetFiles(RepositoryFiles.At("test/cases/decisions"), "*.json");

        var run = await CommandRun.Of(["policy", "test", .. files]);

        Assert.True(run.Code == 0, run.Output + run.Error);
        Assert.NotEmpty(files);
    }

    private string Cases(string cases) => _folder.Write("tests.json", $$"""{"policy":"policy.json","cases":[{{cases}}]}""");
}
