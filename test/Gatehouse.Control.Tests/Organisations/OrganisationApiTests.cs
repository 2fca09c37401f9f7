using Gatehouse.Api.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Organisations;

public class OrganisationApiTests
{
    private const string Path = "/api/v1/organisation";

    [Fact]
    public async Task Get_OwnOrganisation_IsToldWithItsTag()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Viewer);

        var reply = await rig.SendAsync("GET", Path, token: key.Token);

        Assert.Equal(200, reply.Status);
        Assert.Equal(key.OrganisationId, reply["id"]);
        Assert.Equal("\"1\"", reply.Headers["ETag"]);
        Assert.Equal("no-store", reply.Headers["Cache-Control"]);
        Assert.Equal("application/json", reply.Headers["Content-Type"]);
    }

    [Fact]
    public async Task Patch_WithoutIfMatch_Is428()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync("PATCH", Path, """{"name":"New"}""", key.Token);

        Assert.Equal((428, "match-missing"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Patch_FromAnOlderVersion_Is412WithWhatIsThereNow()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);
        await rig.SendAsync("PATCH", Path, """{"name":"First"}""", key.Token, ("If-Match", "\"1\""));

        var reply = await rig.SendAsync("PATCH", Path, """{"name":"Second"}""", key.Token, ("If-Match", "\"1\""));

        Assert.Equal((412, "match-stale"), (reply.Status, reply.Code));
        Assert.Equal("First", reply.Json.GetProperty("current").GetProperty("name").GetString());
        Assert.Equal("\"2\"", reply.Headers["ETag"]);
    }

    [Fact]
    public async Task Patch_Name_ChangesItAndLeavesTheRest()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync("PATCH", Path, """{"name":"New"}""", key.Token, ("If-Match", "\"1\""));

        Assert.Equal((200, "New", "2"), (reply.Status, reply["name"], reply["version"]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\\u202eb")]
    [InlineData("a\\nb")]
    public async Task Patch_NameThatHidesSomething_IsRefused(string name)
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync("PATCH", Path, $$"""{"name":"{{name}}"}""", key.Token, ("If-Match", "\"1\""));

        Assert.Equal((422, "value-invalid"), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task Patch_BaselineOfNobody_IsRefused()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var reply = await rig.SendAsync("PATCH", Path, """{"baseline_policy_id":"pol_x"}""", key.Token, ("If-Match", "\"1\""));

        Assert.Equal((422, "value-invalid"), (reply.Status, reply.Code));
    }

    // Who attaches policies needs no right over the rest of the organisation.
    [Fact]
    public async Task Put_Baseline_IsForWhoAttachesPolicies()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.PolicyManager);
        var made = await rig.SendAsync("POST", "/api/v1/policies", """{"name":"floor","document":"{\"version\":\"1\",\"default\":\"allow\",\"tools\":{}}"}""", key.Token);
        var id = made.Json.GetProperty("id").GetString();

        var stale = await rig.SendAsync("PUT", Path + "/policy", $$"""{"policy_id":"{{id}}"}""", key.Token, ("If-Match", "\"7\""));
        var set = await rig.SendAsync("PUT", Path + "/policy", $$"""{"policy_id":"{{id}}"}""", key.Token, ("If-Match", "\"1\""));
        var renamed = await rig.SendAsync("PATCH", Path, """{"name":"Mine"}""", key.Token, ("If-Match", "\"2\""));

        Assert.Equal(412, stale.Status);
        Assert.Equal(id, set.Json.GetProperty("baseline_policy_id").GetString());
        Assert.Equal(403, renamed.Status);
    }

    [Fact]
    public async Task Freeze_ThenThaw_IsInTheAuditAndRaisesTheRevision()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);
        var raised = new List<long>();
        rig.Host.Services.GetRequiredService<ChangeSignal>().Changed += (_, revision) => raised.Add(revision);

        var frozen = await rig.SendAsync("PUT", Path + "/freeze", """{"why":"keys were lost"}""", key.Token);
        var thawed = await rig.SendAsync("DELETE", Path + "/freeze", token: key.Token);

        Assert.Equal("keys were lost", frozen.Json.GetProperty("frozen").GetProperty("why").GetString());
        Assert.False(thawed.Json.TryGetProperty("frozen", out _));
        var (entries, revision) = await rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            return (await db.Audit.OrderBy(entry => entry.Sequence).ToListAsync(), (await db.Revisions.SingleAsync()).Number);
        });
        Assert.Equal(["organisation.frozen", "organisation.thawed"], entries.Select(entry => entry.What));
        Assert.Equal(3, revision);
        Assert.Equal([2, 3], raised);
    }
}
