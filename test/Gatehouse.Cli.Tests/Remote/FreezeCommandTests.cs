namespace Gatehouse.Cli.Tests.Remote;

public sealed class FreezeCommandTests
{
    [Fact]
    public async Task Organisation_FrozenAndThawed_IsSaidAndInForce()
    {
        await using var rig = await RemoteRig.StartAsync();

        var frozen = await rig.RunAsync("freeze", "organisation", "--why", "a token leaked");
        var view = await rig.Server.SendAsync("GET", "/api/v1/organisation", token: rig.Key.Token);
        var thawed = await rig.RunAsync("thaw", "organisation", "--json");

        Assert.Equal((0, 0), (frozen.Code, thawed.Code));
        Assert.Contains("the organisation Example is frozen since 2026-11-23T12:00:00Z by Admin: a token leaked", frozen.Output, StringComparison.Ordinal);
        Assert.Equal("a token leaked", view.Json.GetProperty("frozen").GetProperty("why").GetString());
        Assert.False(thawed.Json().TryGetProperty("frozen", out _));
    }
}
