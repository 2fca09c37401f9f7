using Gatehouse.Api.People;
using Gatehouse.Gateway.Identity;

namespace Gatehouse.Control.Tests.Grants;

/// <summary>Grants whose tokens only their agents have: known by their hashes.</summary>
public class KnownTokenTests : IAsyncLifetime
{
    private readonly string _token = GrantToken.Create();
    private PlaneRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await PlaneRig.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Create_WithAHash_IsOpenedByThatTokenAndShowsNone()
    {
        var world = await _rig.WorldAsync();

        var made = await _rig.AdminAsync("POST", "grants", Body(world, "support-agent", Hash(_token)));

        Assert.Equal((201, "support-agent"), (made.Status, made.Json.GetProperty("grant").GetProperty("id").GetString()));
        Assert.Equal(System.Text.Json.JsonValueKind.Null, made.Json.GetProperty("token").ValueKind);
        Assert.Equal(0, made.Json.GetProperty("clients").GetArrayLength());
        Assert.Contains("This is a simple text response", (await _rig.CallAsync(world.Server, _token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_WithWhatIsTakenOrNoHash_IsRefused()
    {
        var world = await _rig.WorldAsync();
        Assert.Equal(201, (await _rig.AdminAsync("POST", "grants", Body(world, "mine", Hash(_token)))).Status);
        Assert.Equal(204, (await _rig.AdminAsync("DELETE", "grants/mine")).Status);

        Assert.Equal("grant-id-taken", (await _rig.AdminAsync("POST", "grants", Body(world, "mine", Hash(GrantToken.Create())))).Code);
        Assert.Equal("grant-token-taken", (await _rig.AdminAsync("POST", "grants", Body(world, "other", Hash(world.Token)))).Code);
        foreach (var (id, hash) in new[] { ("..", Hash(_token)), ("a/b", Hash(_token)), ("", Hash(_token)), ("ok", "12"), ("ok", _token), ("ok", new string('g', 64)) })
        {
            Assert.Equal("value-invalid", (await _rig.AdminAsync("POST", "grants", Body(world, id, hash))).Code);
        }
    }

    [Fact]
    public async Task Set_AnotherHash_EndsTheTokensOfBefore()
    {
        var world = await _rig.WorldAsync();
        var path = $"grants/{world.Grant}/token";
        var body = $$"""{"sha256":"{{Hash(_token)}}"}""";

        Assert.Equal("match-missing", (await _rig.AdminAsync("PUT", path, body)).Code);
        Assert.Equal("value-invalid", (await _rig.AdminAsync("PUT", path, """{"sha256":"no"}""", ("If-Match", "*"))).Code);
        var set = await _rig.AdminAsync("PUT", path, body, ("If-Match", "*"));
        var same = await _rig.AdminAsync("PUT", path, body, ("If-Match", "*"));

        Assert.Equal((200, 200), (set.Status, same.Status));
        Assert.Equal(401, (await _rig.CallAsync(world.Server, world.Token)).Status);
        Assert.Contains("This is a simple text response", (await _rig.CallAsync(world.Server, _token)).Text, StringComparison.Ordinal);
        Assert.Equal(404, (await _rig.AdminAsync("PUT", "grants/grt_none/token", body, ("If-Match", "*"))).Status);
    }

    [Fact]
    public async Task List_HasTheHashesOfTheOrganisationsGrantsInForce()
    {
        var world = await _rig.WorldAsync();
        await _rig.AdminAsync("POST", "grants", Body(world, "gone", Hash(_token)));
        await _rig.AdminAsync("DELETE", "grants/gone");
        await _rig.AdminAsync("POST", $"grants/{world.Grant}/rotate", """{"overlap_seconds":600}""");

        var first = await _rig.AdminAsync("GET", "grant-tokens?limit=1");
        var second = await _rig.AdminAsync("GET", "grant-tokens?limit=1&cursor=" + first["next"]);
        var other = await _rig.Control.SeedAsync(Role.Admin);
        var viewer = await _rig.Control.SeedAsync(Role.PolicyManager, _rig.Admin.OrganisationId);

        var old = first.Json.GetProperty("items").EnumerateArray().Concat(second.Json.GetProperty("items").EnumerateArray())
            .Single(one => one.TryGetProperty("valid_until", out _));
        Assert.Equal((world.Grant, Hash(world.Token)), (old.GetProperty("grant_id").GetString(), old.GetProperty("sha256").GetString()));
        Assert.False(second.Json.TryGetProperty("next", out _));
        Assert.Equal(0, (await _rig.Control.SendAsync("GET", "/api/v1/grant-tokens", null, other.Token)).Json.GetProperty("items").GetArrayLength());
        Assert.Equal(403, (await _rig.Control.SendAsync("GET", "/api/v1/grant-tokens", null, viewer.Token)).Status);
    }

    private static string Hash(string token) => TokenHash.Of(token)!.Value.ToHex();

    private string Body(World world, string id, string hash) => $$"""
        {"id":"{{id}}","token_sha256":"{{hash}}","label":"agent","server_id":"{{world.Server}}","policy_id":"{{world.Policy}}",
        "owner_id":"{{_rig.Person}}","expires":"2027-01-01T00:00:00Z"}
        """;
}
