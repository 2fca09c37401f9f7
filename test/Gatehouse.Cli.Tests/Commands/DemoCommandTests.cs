namespace Gatehouse.Cli.Tests.Commands;

public sealed class DemoCommandTests
{
    [Fact]
    public async Task Demo_Yes_ShowsEveryOutcomeAndLeavesNothing()
    {
        var before = Directory.GetDirectories(Path.GetTempPath(), "gatehouse-demo-*");

        var run = await CommandRun.Of("demo", "--yes");

        Assert.True(run.Code == 0, run.Error);
        Assert.Contains("agent sees  list_payments, create_refund\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("agent reads Refunded 1500 cents.", run.Output, StringComparison.Ordinal);
        Assert.Contains("agent reads [POLICY DENIED] Refunds stop at 100.00.", run.Output, StringComparison.Ordinal);
        Assert.Contains("agent reads [APPROVAL REQUIRED] Refund above 20.00.", run.Output, StringComparison.Ordinal);
        Assert.Contains("agent reads Refunded 4000 cents.", run.Output, StringComparison.Ordinal);
        Assert.Contains("agent reads [POLICY DENIED] 60.00 a day, no more.", run.Output, StringComparison.Ordinal);
        Assert.Contains("their chain is sound", run.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), "gatehouse-demo-*").Except(before, StringComparer.Ordinal));
    }
}
