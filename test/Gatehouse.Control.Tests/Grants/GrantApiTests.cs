using System.Text.Json;
using Gatehouse.Api.People;
using Gatehouse.Control.Grants;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Grants;

public class GrantApiTests : IAsyncLifetime
{
    private const string AskingPolicy =
        """{"version":"1","default":"deny","tools":{"test_simple_text":{"action":"require_approval","reason":"A person says yes."} }}""";

    private PlaneRig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await PlaneRig.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _rig.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Create_TellsTheTokenOnceWithWhatClientsNeed()
    {
        var world = await _rig.WorldAsync();
        var made = await _rig.AdminAsync("POST", "grants", Body(world));

        var token = made["token"]!;
        Assert.StartsWith("gth_", token, StringComparison.Ordinal);
        Assert.Equal("https://mcp.example.com/mcp/files", made["endpoint"]);
        var clients = made.Json.GetProperty("clients").EnumerateArray().ToList();
        Assert.Equal(["claude_code", "claude_desktop", "cursor", "vscode", "windsurf", "openai", "codex", "mcp_remote", "chatgpt"], clients.Select(client => client.GetProperty("client").GetString()));
        Assert.All(clients[..^1], client => Assert.Contains(token, client.GetProperty("text").GetString(), StringComparison.Ordinal));
        Assert.Equal("MCP server URL: https://mcp.example.com/mcp/files\nAuthentication: OAuth\n", clients[^1].GetProperty("text").GetString());
        var id = made.Json.GetProperty("grant").GetProperty("id").GetString();
        Assert.DoesNotContain(token, (await _rig.AdminAsync("GET", $"grants/{id}")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(token, (await _rig.AdminAsync("GET", "grants")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(_rig.Control.Logs.All, line => line.Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Create_TwiceWithOneIdempotencyKey_IsOneGrant()
    {
        var world = await _rig.WorldAsync();

        var first = await _rig.AdminAsync("POST", "grants", Body(world), ("Idempotency-Key", "k1"));
        var again = await _rig.AdminAsync("POST", "grants", Body(world), ("Idempotency-Key", "k1"));

        Assert.True(again.Status == 201, string.Join("\n", _rig.Control.Logs.All.Where(line => line.Contains("Exception", StringComparison.Ordinal))));
        Assert.Equal(first.Text, again.Text);
        Assert.Equal(2, (await _rig.AdminAsync("GET", "grants")).Json.GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Rotate_TwiceWithOneIdempotencyKey_IsOneToken()
    {
        var world = await _rig.WorldAsync();

        var first = await _rig.AdminAsync("POST", $"grants/{world.Grant}/rotate", """{"overlap_seconds":60}""", ("Idempotency-Key", "k1"));
        var again = await _rig.AdminAsync("POST", $"grants/{world.Grant}/rotate", """{"overlap_seconds":60}""", ("Idempotency-Key", "k1"));
        var other = await _rig.AdminAsync("POST", $"grants/{world.Grant}/rotate", """{"overlap_seconds":0}""", ("Idempotency-Key", "k1"));

        Assert.Equal((200, 200, "idempotency-key-reused"), (first.Status, again.Status, other.Code));
        Assert.Equal(first.Text, again.Text);
        var tokens = (await _rig.AdminAsync("GET", $"grants/{world.Grant}")).Json.GetProperty("tokens");
        Assert.Equal(2, tokens.GetArrayLength());
    }

    [Theory]
    [InlineData("\"expires\":\"2026-01-01T00:00:00Z\"", "expires")]
    [InlineData("\"expires\":\"2099-01-01T00:00:00Z\"", "expires")]
    [InlineData("\"networks\":[\"10.0.0.1/8\"]", "networks")]
    [InlineData("\"networks\":[\"anywhere\"]", "networks")]
    [InlineData("\"tags\":[\"a=1\",\"a=2\"]", "tags")]
    [InlineData("\"heartbeat_seconds\":5", "heartbeat_seconds")]
    [InlineData("\"server_id\":\"nowhere\"", "server_id")]
    [InlineData("\"policy_id\":\"pol_nowhere\"", "policy_id")]
    [InlineData("\"owner_id\":\"per_nobody\"", "owner_id")]
    [InlineData("\"label\":\"a\\u202eb\"", "label")]
    public async Task Create_WithWhatCannotBe_NamesTheMember(string member, string name)
    {
        var world = await _rig.WorldAsync();
        var whole = JsonDocument.Parse(Body(world)).RootElement.EnumerateObject().Where(one => one.Name != name).Select(one => one.ToString());

        var reply = await _rig.AdminAsync("POST", "grants", "{" + string.Join(',', whole.Append(member)) + "}");

        Assert.Equal((422, "value-invalid"), (reply.Status, reply.Code));
        Assert.StartsWith($"`{name}`", reply["detail"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeat_StaysAway_FreezesUntilAPersonLiftsIt()
    {
        var world = await _rig.WorldAsync(more: ",\"heartbeat_seconds\":60");
        _rig.Control.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.Equal(200, (await _rig.AdminAsync("POST", $"grants/{world.Grant}/heartbeat")).Status);
        _rig.Control.Time.Advance(TimeSpan.FromSeconds(50));
        Assert.DoesNotContain("frozen", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);

        _rig.Control.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Contains("(heartbeat missed)", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
        Assert.Equal("grant-frozen", (await _rig.AdminAsync("POST", $"grants/{world.Grant}/heartbeat")).Code);
        await Eventually.IsAsync(async () =>
        {
            await _rig.Control.Host.Services.GetRequiredService<HeartbeatWatch>().LookAsync();
            return (await _rig.AdminAsync("GET", $"grants/{world.Grant}")).Json.TryGetProperty("frozen", out var frozen)
                && frozen.GetProperty("by").GetString() == "server";
        });
        Assert.Contains("(heartbeat missed)", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);

        await _rig.AdminAsync("DELETE", $"grants/{world.Grant}/freeze");
        Assert.DoesNotContain("(heartbeat missed)", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeat_InTime_ChangesNoVersionNoAuditAndNoSnapshot()
    {
        var world = await _rig.WorldAsync(more: ",\"heartbeat_seconds\":60");
        var read = await _rig.AdminAsync("GET", $"grants/{world.Grant}");
        var (rows, snapshot) = ((await _rig.AdminAsync("GET", "audit")).Text, _rig.Publisher.Current);

        for (var i = 0; i < 3; i++)
        {
            _rig.Control.Time.Advance(TimeSpan.FromSeconds(50));
            var beat = await _rig.AdminAsync("POST", $"grants/{world.Grant}/heartbeat");
            Assert.Equal(_rig.Control.Time.GetUtcNow().AddSeconds(60), beat.Json.GetProperty("heartbeat_due").GetDateTimeOffset());
        }

        Assert.Equal(rows, (await _rig.AdminAsync("GET", "audit")).Text);
        Assert.Same(snapshot, _rig.Publisher.Current);
        Assert.DoesNotContain("frozen", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
        var edited = await _rig.AdminAsync("PATCH", $"grants/{world.Grant}", """{"label":"renamed"}""", ("If-Match", read.Headers["ETag"]));
        Assert.Equal(200, edited.Status);

        // What was read anew does not take the last beat back, and what it moved it did not move too far.
        _rig.Control.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.DoesNotContain("frozen", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
        _rig.Control.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Contains("(heartbeat missed)", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeat_WithAShorterLimit_EndsSooner()
    {
        var world = await _rig.WorldAsync(more: ",\"heartbeat_seconds\":600");
        await _rig.AdminAsync("POST", $"grants/{world.Grant}/heartbeat");

        var read = await _rig.AdminAsync("GET", $"grants/{world.Grant}");
        var edited = await _rig.AdminAsync("PATCH", $"grants/{world.Grant}", """{"heartbeat_seconds":20}""", ("If-Match", read.Headers["ETag"]));
        Assert.Equal(200, edited.Status);
        _rig.Control.Time.Advance(TimeSpan.FromSeconds(20));

        Assert.Contains("(heartbeat missed)", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Heartbeat_OfAGrantThatNeedsNone_IsRefused()
    {
        var world = await _rig.WorldAsync();

        Assert.Equal("heartbeat-not-needed", (await _rig.AdminAsync("POST", $"grants/{world.Grant}/heartbeat")).Code);
    }

    [Theory]
    [InlineData("PUT", "grants/{grant}/freeze")]
    [InlineData("PUT", "servers/{server}/freeze")]
    [InlineData("PUT", "organisation/freeze")]
    [InlineData("DELETE", "grants/{grant}")]
    [InlineData("DELETE", "servers/{server}")]
    public async Task FreezeRevokeAndRemoval_VoidWhatWaitsForAPerson(string method, string path)
    {
        var world = await _rig.WorldAsync(AskingPolicy);
        var untouched = await _rig.WorldAsync(AskingPolicy, "other");
        await _rig.CallAsync(world.Server, world.Token);
        await _rig.CallAsync(untouched.Server, untouched.Token);
        Assert.Equal(2, await OpenAsync());

        var reply = await _rig.AdminAsync(
            method, path.Replace("{grant}", world.Grant, StringComparison.Ordinal).Replace("{server}", world.Server, StringComparison.Ordinal),
            method == "PUT" ? "{}" : null, ("If-Match", "*"));

        Assert.InRange(reply.Status, 200, 204);
        Assert.Equal(path.StartsWith("organisation", StringComparison.Ordinal) ? 0 : 1, await OpenAsync());
    }

    [Fact]
    public async Task Owner_Removed_EndsTheGrantOnTheNextCallAndVoidsWhatWaits()
    {
        var world = await _rig.WorldAsync(AskingPolicy);
        Assert.Contains("approval", (await _rig.CallAsync(world.Server, world.Token)).Text, StringComparison.Ordinal);
        Assert.Equal(1, await OpenAsync());
        await _rig.AddMemberAsync("bob@example.com");

        var removed = await _rig.AdminAsync("POST", $"members/{_rig.Person}/removal", """{"grants":"revoke"}""");

        Assert.True(removed.Status == 204, removed.Text);
        Assert.Equal(401, (await _rig.CallAsync(world.Server, world.Token)).Status);
        Assert.Equal(0, await OpenAsync());
    }

    [Fact]
    public async Task Revoked_CannotBeChangedAnyMore()
    {
        var world = await _rig.WorldAsync();
        await _rig.AdminAsync("DELETE", $"grants/{world.Grant}");

        Assert.Equal("grant-revoked", (await _rig.AdminAsync("POST", $"grants/{world.Grant}/rotate", "{}")).Code);
        Assert.Equal("grant-revoked", (await _rig.AdminAsync("DELETE", $"grants/{world.Grant}/freeze")).Code);
    }

    [Fact]
    public async Task Change_FromAnOlderVersion_Is412()
    {
        var world = await _rig.WorldAsync();
        await _rig.AdminAsync("PATCH", $"grants/{world.Grant}", """{"label":"one"}""", ("If-Match", "\"1\""));

        var late = await _rig.AdminAsync("PATCH", $"grants/{world.Grant}", """{"label":"two"}""", ("If-Match", "\"1\""));

        Assert.Equal((412, "one"), (late.Status, late.Json.GetProperty("current").GetProperty("label").GetString()));
        Assert.Equal(428, (await _rig.AdminAsync("PATCH", $"grants/{world.Grant}", """{"label":"two"}""")).Status);
    }

    [Fact]
    public async Task Attach_ByAPolicyManager_IsAllowedAndMakingAGrantIsNot()
    {
        var world = await _rig.WorldAsync();
        var manager = await _rig.Control.SeedAsync(Role.PolicyManager, _rig.Admin.OrganisationId);

        var attached = await _rig.Control.SendAsync("PUT", $"/api/v1/grants/{world.Grant}/policy", """{"policy_id":null}""", manager.Token, ("If-Match", "*"));
        var made = await _rig.Control.SendAsync("POST", "/api/v1/grants", Body(world), manager.Token);

        Assert.Equal((200, 403), (attached.Status, made.Status));
    }

    private async Task<int> OpenAsync() =>
        (await _rig.Control.Ledger.Ledger.Settling.ListAsync(onlyOpen: true, 100, TestContext.Current.CancellationToken)).Cards.Length;

    private string Body(World world) => $$"""
        {"label":"second","server_id":"{{world.Server}}","policy_id":"{{world.Policy}}","owner_id":"{{_rig.Person}}","expires":"2027-01-01T00:00:00Z"}
        """;
}
