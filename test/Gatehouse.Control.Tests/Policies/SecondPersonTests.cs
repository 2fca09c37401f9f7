using System.Text.Json;
using Gatehouse.Api.People;

namespace Gatehouse.Control.Tests.Policies;

/// <summary>An organisation in which two people are needed for what may open something.</summary>
public class SecondPersonTests : IAsyncLifetime
{
    private const string Shut = """{"version":"1","default":"deny"}""";
    private const string Narrow = """{"version":"1","default":"deny","hide":["secret"],"tools":{"a":{}}}""";
    private const string Wide = """{"version":"1","default":"deny","hide":["secret"],"tools":{"a":{},"b":{}}}""";

    private Town _town = null!;
    private string _bob = "";
    private string _policy = "";

    public async ValueTask InitializeAsync()
    {
        _town = await Town.BuildAsync();
        (_, _bob) = await _town.JoinAsync("bob@example.com", Role.PolicyManager);
        Assert.Equal(200, (await _town.AdminAsync("PATCH", "/organisation", new { widening_needs_second = true }, "*")).Status);
        var made = await _town.AdminAsync("POST", "/policies", new { name = "p", document = Narrow, confirmed = true });
        Assert.Equal((201, "proposed"), (made.Status, made["state"]));
        _policy = made["id"]!;
        Assert.Equal(200, (await ConfirmAsync(_bob, 1)).Status);
    }

    public async ValueTask DisposeAsync()
    {
        await _town.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Save_ThatMayOpen_WaitsUntilSomebodyElseConfirms()
    {
        var proposed = await SaveAsync(_town.Admin, Wide);

        Assert.Equal((200, "1"), (proposed.Status, proposed["current"]));
        Assert.Equal("[2]", proposed["proposals"]);
        Assert.Equal("proposal-own", (await ConfirmAsync(_town.Admin, 2)).Code);
        var confirmed = await ConfirmAsync(_bob, 2);
        Assert.Equal((200, "2", Wide), (confirmed.Status, confirmed["current"], confirmed["document"]));
        Assert.Equal("version-not-proposed", (await ConfirmAsync(_bob, 2)).Code);

        var version = await _town.AdminAsync("GET", $"/policies/{_policy}/versions/2");
        Assert.Equal(("confirmed", "bob@example.com"), (version["state"], version["confirmed_by"]));
        var audit = (await _town.AdminAsync("GET", $"/audit?subject_id={_policy}")).Json.GetProperty("items").EnumerateArray();
        Assert.Equal(
            ["policy.confirmed", "policy.proposed", "policy.confirmed", "policy.created"], audit.Select(row => row.GetProperty("what").GetString()));
    }

    [Fact]
    public async Task Save_ThatOnlyRestricts_IsInForceAtOnce_AndLeavesOlderProposalsBehind()
    {
        await SaveAsync(_town.Admin, Wide);

        var restricted = await SaveAsync(_town.Admin, """{"version":"1","default":"deny","hide":["secret","more"],"tools":{"a":{}}}""");

        Assert.Equal(("3", "[]"), (restricted["current"], restricted["proposals"]));
        Assert.Equal((409, "proposal-stale"), ((await ConfirmAsync(_bob, 2)) is var late ? (late.Status, late.Code) : default));
    }

    [Fact]
    public async Task Confirm_ByAKeyOfTheAuthor_OrOfAKeysOwnProposal_IsRefused()
    {
        var (mine, bobs) = (await KeyAsync(_town.Admin), await KeyOfBobAsync());
        await SaveAsync(_town.Admin, Wide);

        Assert.Equal((403, "proposal-own"), await ByKeyAsync(mine, 2));
        Assert.Equal(200, (await _town.AdminAsync("POST", $"/policies/{_policy}/versions/2/withdraw", null, "*")).Status);

        var byKey = await _town.Rig.SendAsync(
            "POST", $"/api/v1/policies/{_policy}/versions", $$"""{"document":{{JsonSerializer.Serialize(Wide)}},"confirmed":true}""", mine, ("If-Match", "*"));
        Assert.Equal((200, "[3]"), (byKey.Status, byKey["proposals"]));
        Assert.Equal((403, "proposal-own"), await ByKeyAsync(mine, 3));
        Assert.Equal("proposal-own", (await ConfirmAsync(_town.Admin, 3)).Code);
        var nobodys = await _town.Rig.SeedAsync(Role.Admin, _town.OrganisationId);
        Assert.Equal((403, "key-not-a-persons"), await ByKeyAsync(nobodys.Token, 3));
        Assert.Equal((200, null), await ByKeyAsync(bobs, 3));
    }

    [Fact]
    public async Task Attach_PolicyThatNobodyConfirmedYet_IsRefused_AndItsNextVersionWaitsToo()
    {
        var made = await _town.AdminAsync("POST", "/policies", new { name = "fresh", document = Wide, confirmed = true });
        var baseline = await _town.AdminAsync("PATCH", "/organisation", new { baseline_policy_id = made["id"] }, "*");
        var narrower = await _town.AdminAsync("POST", $"/policies/{made["id"]}/versions", new { document = Shut, confirmed = true }, "*");

        Assert.Equal((409, "policy-proposed"), (baseline.Status, baseline.Code));
        Assert.Equal(("1", "[1,2]"), (narrower["current"], narrower["proposals"]));
        Assert.Equal("version-not-proposed", (await _town.AdminAsync("POST", $"/policies/{made["id"]}/versions/1/withdraw", null, "*")).Code);
        Assert.Equal(200, (await _town.AsAsync(_bob, "POST", $"/policies/{made["id"]}/versions/2/confirm", null, "*")).Status);
        Assert.Equal(200, (await _town.AdminAsync("PATCH", "/organisation", new { baseline_policy_id = made["id"] }, "*")).Status);
    }

    [Fact]
    public async Task RollBack_ThatMayOpen_IsProposed_AndSwitchedOffItIsInForceAtOnce()
    {
        var narrower = await SaveAsync(_town.Admin, """{"version":"1","default":"deny","hide":["secret"],"tools":{"a":{"action":"deny","reason":"no"}}}""");
        Assert.Equal("2", narrower["current"]);
        var back = await _town.AdminAsync("POST", $"/policies/{_policy}/rollback", new { number = 1, confirmed = true }, "*");
        await _town.AdminAsync("PATCH", "/organisation", new { widening_needs_second = false }, "*");
        var again = await _town.AdminAsync("POST", $"/policies/{_policy}/rollback", new { number = 1, confirmed = true }, "*");

        Assert.Equal(("2", "[3]"), (back["current"], back["proposals"]));
        Assert.Equal(("4", "saved"), (again["current"], again["state"]));
    }

    private Task<Reply> SaveAsync(string cookie, string document) =>
        _town.AsAsync(cookie, "POST", $"/policies/{_policy}/versions", new { document, confirmed = true }, "*");

    private Task<Reply> ConfirmAsync(string cookie, int number) =>
        _town.AsAsync(cookie, "POST", $"/policies/{_policy}/versions/{number}/confirm", null, "*");

    private async Task<(int Status, string? Code)> ByKeyAsync(string key, int number)
    {
        var reply = await _town.Rig.SendAsync("POST", $"/api/v1/policies/{_policy}/versions/{number}/confirm", token: key, headers: ("If-Match", "*"));
        return (reply.Status, reply.Code);
    }

    private async Task<string> KeyAsync(string cookie)
    {
        var reply = await _town.AsAsync(cookie, "POST", "/api-keys", new { label = "ci", role = "policy_manager", expires = "2026-12-20T00:00:00Z" });
        Assert.True(reply.Status == 201, reply.Text);
        return reply["token"]!;
    }

    // Only admins make keys: bob becomes one for it.
    private async Task<string> KeyOfBobAsync()
    {
        var id = (await _town.AsAsync(_bob, "GET", "/session"))["id"];
        var member = await _town.AdminAsync("PATCH", $"/members/{id}", new { role = "admin" }, "*");
        Assert.True(member.Status == 200, member.Text);
        return await KeyAsync(_bob);
    }
}
