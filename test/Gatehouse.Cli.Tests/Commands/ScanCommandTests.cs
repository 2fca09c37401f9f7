using Gatehouse.Cli.Demo;

namespace Gatehouse.Cli.Tests.Commands;

public sealed class ScanCommandTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private PaymentsServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await PaymentsServer.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Scan_Server_ListsItsToolsAndCallsNone()
    {
        var run = await CommandRun.Of("scan", "--upstream", _server.Address);

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("critical  destructive  delete_customer", run.Output, StringComparison.Ordinal);
        Assert.Contains("low       read         list_payments", run.Output, StringComparison.Ordinal);
        Assert.Contains("3 tools of demo-payments, 2 critical and 0 high. They are judged by their definitions", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, _server.Calls);
    }

    [Fact]
    public async Task Scan_Json_IsADumpForThePolicyVerbs()
    {
        var run = await CommandRun.Of("scan", "--upstream", _server.Address, "--json");
        var dump = _folder.Write("tools.json", run.Output);
        var policy = _folder.Write("p.json", """{"version":"1","default":"deny","tools":{"create_refund":{"arguments":"schema"}}}""");

        var validated = await CommandRun.Of("policy", "validate", policy, "--tools", dump);
        var explained = await CommandRun.Of(
            "policy", "explain", policy, "--tools", dump, "--tool", "create_refund", "--args", """{"amount":"7"}""", "--json");

        Assert.Equal($"{policy}: valid\n", validated.Output);
        Assert.Equal("/tools/create_refund/arguments", explained.Json().GetProperty("rule").GetString());
    }

    [Fact]
    public async Task Scan_Policy_WritesAStarterThatBites()
    {
        var policy = Path.Combine(_folder.Path, "starter.json");

        var run = await CommandRun.Of("scan", "--upstream", _server.Address, "--policy", policy);

        Assert.True(run.Code == 0, run.Error);
        Assert.Equal(0, (await CommandRun.Of("policy", "validate", policy)).Code);
        Assert.Equal("allowed", await Outcome(policy, "list_payments"));
        Assert.Equal("pending", await Outcome(policy, "create_refund"));
        Assert.Equal("denied", await Outcome(policy, "delete_customer"));
        Assert.Equal("denied", await Outcome(policy, "anything_else"));
    }

    [Fact]
    public async Task Scan_PolicyThatExists_IsNotOverwritten()
    {
        var policy = _folder.Write("mine.json", "mine");

        var run = await CommandRun.Of("scan", "--upstream", _server.Address, "--policy", policy);

        Assert.Equal(1, run.Code);
        Assert.Equal("mine", await File.ReadAllTextAsync(policy, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Scan_WordBeforeTheDashes_StartsNothing()
    {
        var run = await CommandRun.Of("scan", "cat");

        Assert.Equal(2, run.Code);
        Assert.Contains("`cat` is no option of `scan`", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_ProgramThatIsNoServer_EndsInTime()
    {
        var run = await CommandRun.Of("scan", "--timeout", "1s", "--", "cat");

        Assert.Equal(1, run.Code);
        Assert.Contains("did not answer in time", run.Error, StringComparison.Ordinal);
    }

    private static async Task<string> Outcome(string policy, string tool)
    {
        var run = await CommandRun.Of("policy", "explain", policy, "--tool", tool, "--json");
        return run.Json().GetProperty("outcome").GetString()!;
    }
}
