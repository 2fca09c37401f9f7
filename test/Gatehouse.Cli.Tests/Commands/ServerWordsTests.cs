namespace Gatehouse.Cli.Tests.Commands;

/// <summary>The command line of <c>run</c> and <c>scan</c>: what is wrong with it is told before anything is started.</summary>
public sealed class ServerWordsTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("`--naem` is no option of `run`", "--naem", "payments", "--", "cat")]
    [InlineData("`--naem` is no option of `run`", "--naem", "payments")]
    [InlineData("`npx` is no option of `run`", "npx", "-y", "server")]
    [InlineData("`--uptream` is no option of `run`", "--uptream", "http://127.0.0.1:1/mcp")]
    [InlineData("exactly one is needed")]
    [InlineData("exactly one is needed", "--upstream", "http://127.0.0.1:1/mcp", "--", "cat")]
    [InlineData("`--upstream` is not an address of a server", "--upstream", "127.0.0.1:1")]
    [InlineData("`--name` is no name for a server", "--name", "No Name", "--", "cat")]
    [InlineData("a `--header` is not `NAME: VALUE`", "--upstream", "http://127.0.0.1:1/mcp", "--header", "Authorization")]
    [InlineData("`${env:GATEHOUSE_TEST_ABSENT}` is empty or absent", "--upstream", "http://127.0.0.1:1/mcp", "--header", "A: ${env:GATEHOUSE_TEST_ABSENT}")]
    public async Task Run_WrongWords_AreNamedAndNothingStarts(string message, params string[] words)
    {
        var policy = _folder.Write("policy.json", """{"version":"1","default":"allow"}""");
        var data = Path.Combine(_folder.Path, "data");

        var run = await CommandRun.Of(["run", "--policy", policy, "--data", data, .. words]);

        Assert.Equal(2, run.Code);
        Assert.StartsWith($"gatehouse: {message}", run.Error, StringComparison.Ordinal);
        Assert.Equal(1, run.Error.Split("gatehouse: ").Length - 1);
        Assert.False(Directory.Exists(data));
    }

    [Fact]
    public async Task Scan_WrongWords_AreNamed()
    {
        var run = await CommandRun.Of("scan", "--jsn", "--", "cat");

        Assert.Equal(2, run.Code);
        Assert.StartsWith("gatehouse: `--jsn` is no option of `scan`", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Scan_OptionsOfTheServer_StandAfterTheDashes()
    {
        var run = await CommandRun.Of("scan", "--timeout", "20s", "--", "false", "--json", "--", "--policy");

        Assert.Equal(1, run.Code);
        Assert.DoesNotContain("is no option", run.Error, StringComparison.Ordinal);
    }
}
