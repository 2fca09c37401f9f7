namespace Gatehouse.Control.Tests.Grants;

/// <summary>A grant's own token beats for its grant, and can do nothing else with people's side.</summary>
public sealed class OwnHeartbeatTests : IAsyncLifetime
{
    private PlaneRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await PlaneRig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task Beat_ByTheGrantsToken_MovesItsOwnLimitAlone()
    {
        var (world, other) = (await _rig.WorldAsync(more: ",\"heartbeat_seconds\":60"), await _rig.WorldAsync(server: "more", more: ",\"heartbeat_seconds\":60"));
        _rig.Control.Time.Advance(TimeSpan.FromSeconds(50));

        var beat = await BeatAsync(world.Token);
        _rig.Control.Time.Advance(TimeSpan.FromSeconds(50));

        Assert.Equal((200, world.Grant, "agent"), (beat.Status, beat["id"], beat["label"]));
        Assert.Equal(_rig.Control.Time.GetUtcNow().AddSeconds(10), beat.Json.GetProperty("heartbeat_due").GetDateTimeOffset());
        Assert.DoesNotContain("frozen", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
        Assert.Contains("(heartbeat missed)", (await _rig.CallAsync(other.Server, other.Token)).Text, StringComparison.Ordinal);
        Assert.Equal((409, "grant-frozen"), await BeatAsync(other.Token) is var late ? (late.Status, late.Code) : default);
    }

    [Theory]
    [InlineData("GET", "session")]
    [InlineData("GET", "grants")]
    [InlineData("POST", "grants/{id}/heartbeat")]
    [InlineData("DELETE", "grants/{id}/freeze")]
    public async Task Token_AnywhereElse_IsAStrangers(string method, string path)
    {
        var world = await _rig.WorldAsync(more: ",\"heartbeat_seconds\":60");

        var reply = await _rig.Control.SendAsync(method, "/api/v1/" + path.Replace("{id}", world.Grant, StringComparison.Ordinal), token: world.Token);

        Assert.Equal((401, "sign-in-needed"), (reply.Status, reply.Code));
    }

    [Theory]
    [InlineData("nobody's")]
    [InlineData("an admin's")]
    [InlineData("revoked")]
    [InlineData("replaced")]
    [InlineData("expired")]
    [InlineData("from elsewhere")]
    public async Task Beat_ByWhatIsNoTokenInForce_IsAStrangers(string kind)
    {
        var networks = kind == "from elsewhere" ? ",\"networks\":[\"203.0.113.0/24\"]" : "";
        var world = await _rig.WorldAsync(more: ",\"heartbeat_seconds\":31536000" + networks);
        switch (kind)
        {
            case "revoked":
                Assert.Equal(204, (await _rig.AdminAsync("DELETE", $"grants/{world.Grant}")).Status);
                break;
            case "replaced":
                Assert.Equal(200, (await _rig.AdminAsync("POST", $"grants/{world.Grant}/rotate", """{"overlap_seconds":0}""")).Status);
                break;
            case "expired":
                _rig.Control.Time.Leap(TimeSpan.FromDays(60));
                break;
        }

        var reply = await BeatAsync(kind switch { "nobody's" => "gth_nobody", "an admin's" => _rig.Admin.Token, _ => world.Token });

        Assert.Equal((401, "sign-in-needed"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Beat_WithManyWrongTokens_IsSlowedDown()
    {
        var last = await BeatAsync("gth_0");
        for (var i = 1; i <= 60 && last.Status == 401; i++)
        {
            last = await BeatAsync($"gth_{i}");
        }

        Assert.Equal((429, "too-many-requests"), (last.Status, last.Code));
    }

    private Task<Reply> BeatAsync(string token) => _rig.Control.SendAsync("POST", "/api/v1/heartbeat", token: token);
}
