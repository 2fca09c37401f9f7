namespace Gatehouse.EndToEnd.Proofs;

/// <summary>The official conformance suite, directly and through the gateway.</summary>
public sealed class ConformanceTests
{
    [Fact]
    public async Task Suite_ThroughTheGateway_IsNoWorseThanDirectly()
    {
        var (code, output) = await ScriptRun.RunAsync("test/conformance/run", "--quick");

        Assert.True(code == 0, output);
        Assert.Contains(", 0 worse", output, StringComparison.Ordinal);
    }

    // Without this the comparison would prove nothing: what stands between must not change results itself.
    [Fact]
    [Trait("run", "long")]
    public async Task Suite_ThroughTheHeaderAddingProxyAlone_ChangesNothing()
    {
        var (code, output) = await ScriptRun.RunAsync("test/conformance/run", "--quick", "--through", "proxy");

        Assert.True(code == 0, output);
    }
}
