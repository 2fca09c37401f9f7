using Gatehouse.Control.Tests;

namespace Gatehouse.Cli.Tests.Remote;

public sealed class GrantsCommandTests
{
    [Fact]
    public async Task Grant_NewRotatedRevoked_TokensWorkAsSaid()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();

        var issued = (await rig.DoAsync(
            "grants", "new", "bot", "--server", world.Server, "--policy", "of files", "--owner", rig.Plane.Person, "--expires", "2026-12-24", "--json")).Json();
        var first = issued.GetProperty("token").GetString()!;
        var called = await rig.Plane.CallAsync(world.Server, first);
        var rotated = await rig.DoAsync("grants", "rotate", "bot");
        var after = await rig.Plane.CallAsync(world.Server, first);
        var second = rotated.Output.Split('\n')[1].Trim();
        var again = await rig.Plane.CallAsync(world.Server, second);
        await rig.DoAsync("grants", "revoke", "bot");
        var revoked = await rig.Plane.CallAsync(world.Server, second);
        var listed = await rig.DoAsync("grants", "list");

        Assert.Contains("This is a simple text response", called.Text, StringComparison.Ordinal);
        Assert.Equal((401, 200, 401), (after.Status, again.Status, revoked.Status));
        Assert.Contains("claude mcp add", rotated.Output, StringComparison.Ordinal);
        Assert.Matches("bot .* revoked", listed.Output);
        Assert.DoesNotContain(second, listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeat_OfAGrantThatNeedsIt_MovesItsLimit()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        await rig.Plane.WorldAsync(more: ",\"heartbeat_seconds\":600");
        rig.Server.Time.Advance(TimeSpan.FromMinutes(5));

        var run = await rig.DoAsync("heartbeat", "agent");

        Assert.Equal("agent: next heartbeat until 2026-11-23T12:15:00Z\n", run.Output);
    }

    [Fact]
    public async Task Heartbeat_WithTheGrantsToken_NeedsNoLogin()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync(more: ",\"heartbeat_seconds\":600");
        rig.Server.Time.Advance(TimeSpan.FromMinutes(5));
        var variables = new Dictionary<string, string> { ["GATEHOUSE_SERVER"] = rig.Address, ["GATEHOUSE_GRANT_TOKEN"] = world.Token };

        var run = await rig.RunWithAsync(variables, "heartbeat");
        var wrong = await rig.RunWithAsync(new(variables) { ["GATEHOUSE_GRANT_TOKEN"] = "gth_nobodys" }, "heartbeat", "--every", "1s");
        var unnamed = await rig.RunWithAsync([], "heartbeat");

        Assert.Equal((0, "agent: next heartbeat until 2026-11-23T12:15:00Z\n"), (run.Code, run.Output));
        Assert.Equal(1, wrong.Code);
        Assert.Contains("the token is that of no grant in force", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(1, unnamed.Code);
        Assert.Contains("GATEHOUSE_GRANT_TOKEN", unnamed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeat_Every_GoesOnUntilInterruptedAndEndsAtARefusal()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        await rig.Plane.WorldAsync(more: ",\"heartbeat_seconds\":600");

        var running = rig.RunAsync("heartbeat", "agent", "--every", "1s");
        await rig.DoAsync("grants", "revoke", "agent");
        var ended = await running;

        Assert.Equal(1, ended.Code);
    }

    [Fact]
    public async Task Grant_LabelThatTwoHave_IsAskedForById()
    {
        await using var rig = await RemoteRig.StartPlaneAsync();
        var world = await rig.Plane.WorldAsync();
        await rig.DoAsync("grants", "new", "agent", "--server", world.Server, "--owner", rig.Plane.Person, "--expires", "2026-12-24");

        var run = await rig.RunAsync("grants", "show", "agent");
        var byId = await rig.DoAsync("grants", "show", world.Grant);

        Assert.Contains("2 grants are called `agent`", run.Error, StringComparison.Ordinal);
        Assert.Contains(world.Grant, byId.Output, StringComparison.Ordinal);
    }
}
