using System.Text.Json;

namespace Gatehouse.Control.Tests.Snapshots;

/// <summary>What people change by the API, as agents feel it: over both listeners, with a real server behind.</summary>
public sealed class LiveTests : IAsyncLifetime
{
    private const string Done = "This is a simple text response";
    private PlaneRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await PlaneRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Call_OfAToolThatThePolicyNames_ReachesTheServer()
    {
        var world = await _rig.WorldAsync();

        var (status, text) = await _rig.CallAsync(world.Server, world.Token);

        Assert.Equal(200, status);
        Assert.Contains(Done, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OfAnotherTool_IsDenied()
    {
        var world = await _rig.WorldAsync();

        var (_, text) = await _rig.CallAsync(world.Server, world.Token, "test_error_handling");

        Assert.Contains("[POLICY DENIED]", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_OfAGrantWithoutPolicy_IsDenied()
    {
        var world = await _rig.WorldAsync();
        await _rig.AdminAsync("PUT", $"grants/{world.Grant}/policy", """{"policy_id":null}""", ("If-Match", "*"));

        Assert.Contains("(no policy)", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Policy_Saved_HoldsOnTheNextCall()
    {
        var world = await _rig.WorldAsync();
        Assert.Contains(Done, (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);

        await SaveAsync(world, PlaneRig.ShutPolicy, "*");
        Assert.Contains("[POLICY DENIED]", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);

        await SaveAsync(world, PlaneRig.OpenPolicy, "*");
        Assert.Contains(Done, (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Baseline_OfServerOrOrganisation_HoldsOnTheNextCall()
    {
        var world = await _rig.WorldAsync();
        var shut = await _rig.AdminAsync("POST", "policies", $$"""{"name":"baseline","document":{{JsonSerializer.Serialize("""{"version":"1","default":"allow","tools":{"test_simple_text":{"action":"deny","reason":"Not here."} }}""")}},"confirmed":true}""");
        Assert.Equal(201, shut.Status);

        await _rig.AdminAsync("PUT", $"servers/{world.Server}/policy", $$"""{"policy_id":"{{shut["id"]}}"}""", ("If-Match", "*"));
        Assert.Contains("server:", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);

        await _rig.AdminAsync("PUT", $"servers/{world.Server}/policy", """{"policy_id":null}""", ("If-Match", "*"));
        await _rig.AdminAsync("PATCH", "organisation", $$"""{"baseline_policy_id":"{{shut["id"]}}"}""", ("If-Match", "*"));
        Assert.Contains("org:", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Grant_Revoked_Is401OnTheNextCall()
    {
        var world = await _rig.WorldAsync();
        Assert.Equal(200, (await _rig.CallAsync(world.Server, world.Token)).Status);

        Assert.Equal(204, (await _rig.AdminAsync("DELETE", $"grants/{world.Grant}")).Status);

        Assert.Equal(401, (await _rig.CallAsync(world.Server, world.Token)).Status);
    }

    [Fact]
    public async Task Grant_Revoked_ClosesItsOpenStream()
    {
        var world = await _rig.WorldAsync();
        using var answer = await _rig.SendAsync(HttpMethod.Get, $"/mcp/{world.Server}/sse", world.Token);
        Assert.Equal(200, (int)answer.StatusCode);
        await using var stream = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);

        await _rig.AdminAsync("DELETE", $"grants/{world.Grant}");

        using var reader = new StreamReader(stream);
        await reader.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
    }

    [Theory]
    [InlineData("grant", "(grant frozen)")]
    [InlineData("server", "(server frozen)")]
    [InlineData("organisation", "(organisation frozen)")]
    public async Task Freeze_DeniesTheNextCall_AndThawLetsItThrough(string what, string rule)
    {
        var world = await _rig.WorldAsync();
        var path = what switch { "grant" => $"grants/{world.Grant}/freeze", "server" => $"servers/{world.Server}/freeze", _ => "organisation/freeze" };

        Assert.Equal(200, (await _rig.AdminAsync("PUT", path, """{"why":"looks odd"}""")).Status);
        Assert.Contains(rule, (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);

        Assert.Equal(200, (await _rig.AdminAsync("DELETE", path)).Status);
        Assert.Contains(Done, (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotate_WithOverlap_BothTokensHoldUntilItsEnd()
    {
        var world = await _rig.WorldAsync();
        var issued = await _rig.AdminAsync("POST", $"grants/{world.Grant}/rotate", """{"overlap_seconds":60}""");
        Assert.Equal((200, 200), await StatusesAsync(world, issued["token"]!));

        _rig.Control.Time.Advance(TimeSpan.FromSeconds(60));

        Assert.Equal((401, 200), await StatusesAsync(world, issued["token"]!));
    }

    [Fact]
    public async Task Rotate_WithoutOverlap_EndsTheTokenBeforeAtOnce()
    {
        var world = await _rig.WorldAsync();

        var issued = await _rig.AdminAsync("POST", $"grants/{world.Grant}/rotate", "{}");

        Assert.Equal((401, 200), await StatusesAsync(world, issued["token"]!));
        Assert.Single(issued.Json.GetProperty("grant").GetProperty("tokens").EnumerateArray());
    }

    [Fact]
    public async Task Networks_OtherThanTheAgents_Are401()
    {
        var world = await _rig.WorldAsync(more: ""","networks":["192.0.2.0/24"]""");

        Assert.Equal(401, (await _rig.CallAsync(world.Server, world.Token)).Status);
        await _rig.AdminAsync("PATCH", $"grants/{world.Grant}", """{"networks":["127.0.0.0/8"]}""", ("If-Match", "*"));
        Assert.Equal(200, (await _rig.CallAsync(world.Server, world.Token)).Status);
    }

    [Fact]
    public async Task Server_Removed_EndsItsGrantsAndItsIdIsNeverGivenAgain()
    {
        var world = await _rig.WorldAsync();
        await _rig.CallAsync(world.Server, world.Token);

        Assert.Equal(204, (await _rig.AdminAsync("DELETE", $"servers/{world.Server}", null, ("If-Match", "*"))).Status);

        Assert.Equal(401, (await _rig.CallAsync(world.Server, world.Token)).Status);
        Assert.NotEqual("", (await _rig.AdminAsync("GET", $"grants/{world.Grant}"))["revoked"]);
        Assert.Null(_rig.Control.Ledger.Definitions.Find(world.Server));
        Assert.Equal("server-id-taken", (await _rig.AdminAsync("POST", "servers", $$"""{"id":"{{world.Server}}","url":"{{_rig.ServerUrl}}"}""")).Code);
    }

    private async Task<(int Old, int New)> StatusesAsync(World world, string token) =>
        ((await _rig.CallAsync(world.Server, world.Token)).Status, (await _rig.CallAsync(world.Server, token)).Status);

    private async Task SaveAsync(World world, string policy, string version)
    {
        var saved = await _rig.AdminAsync(
            "POST", $"policies/{world.Policy}/versions", $$"""{"document":{{JsonSerializer.Serialize(policy)}},"confirmed":true}""", ("If-Match", version));
        Assert.Equal((200, ""), (saved.Status, saved.Status == 200 ? "" : saved.Text));
    }
}
