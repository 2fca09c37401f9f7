using Gatehouse.Api.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Approvals;

/// <summary>Who may settle, when they answer and when the call is made.</summary>
public class ApproverRightTests
{
    [Fact]
    public async Task Approve_OwnGrant_IsRefusedByWhateverAccount()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var id = await world.ParkAsync();
        var ann = await world.KeyAsync(world.Rig.Person, Role.Admin);
        var keyOfKey = await world.KeyAsync(await KeyIdAsync(world, world.Rig.Person), Role.Admin);

        Assert.Equal((403, "four-eyes"), Fault(await world.ApproveAsync(id, ann)));
        Assert.Equal((403, "four-eyes"), Fault(await world.ApproveAsync(id, keyOfKey)));
        Assert.Equal((403, "key-not-a-persons"), Fault(await world.ApproveAsync(id, world.Rig.Admin.Token)));
        Assert.Equal("open", await world.StateAsync(id, ann));
    }

    [Fact]
    public async Task Approve_GrantThatOneMadeForAnother_IsRefused()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var bob = await world.MemberAsync("bob", Role.Admin);
        var made = await world.Rig.Control.SendAsync(
            "POST", "/api/v1/grants",
            $$"""{"label":"for ann","server_id":"{{world.World.Server}}","policy_id":"{{world.World.Policy}}","owner_id":"{{world.Rig.Person}}","expires":"2027-01-01T00:00:00Z"}""", bob.Token);
        Assert.Equal(201, made.Status);
        using var asked = await world.Rig.SendAsync(
            HttpMethod.Post, $"/mcp/{world.World.Server}/", made["token"]!,
            """{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"test_simple_text","arguments":{}}}""");
        Assert.Contains("[APPROVAL REQUIRED]", await asked.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var id = (await world.GetAsync("", bob.Token)).Json.GetProperty("items")[0].GetProperty("id").GetString()!;

        Assert.Equal((403, "four-eyes"), Fault(await world.ApproveAsync(id, bob.Token)));

        // Nor once the audit is pruned; and where nobody knows who made it, it may have been anybody.
        await world.Rig.Control.RunAsync("DELETE FROM audit");
        Assert.Equal((403, "four-eyes"), Fault(await world.ApproveAsync(id, bob.Token)));
        await world.Rig.Control.RunAsync("UPDATE grants SET made_by_id = NULL");
        Assert.Equal((403, "four-eyes"), Fault(await world.ApproveAsync(id, bob.Token)));
    }

    [Fact]
    public async Task Approve_OwnGrantWhereThatIsSwitchedOn_LetsTheCallThrough()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var ann = await world.KeyAsync(world.Rig.Person, Role.Admin);
        var id = await world.ParkAsync();
        Assert.Equal(200, (await world.Rig.AdminAsync("PATCH", "organisation", """{"owners_may_approve":true}""", ("If-Match", "*"))).Status);

        Assert.Equal(200, (await world.ApproveAsync(id, ann)).Status);
        Assert.Contains(ApprovalWorld.Ran, await world.CallAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approve_WithoutTheRight_IsRefusedAndNoValueIsShown()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var viewer = await world.MemberAsync("vic", Role.Viewer);
        var elsewhere = await world.MemberAsync("eve", Role.Approver, "another-server");
        var here = await world.MemberAsync("bob", Role.Approver, world.World.Server);
        var stronger = await world.KeyAsync(viewer.Person, Role.Approver);
        var stranger = await world.Rig.Control.SeedAsync(Role.Admin);
        var id = await world.ParkAsync("""{"note":"CANARY"}""");

        Assert.Equal((403, "right-missing"), Fault(await world.ApproveAsync(id, viewer.Token)));
        Assert.Equal((403, "right-missing"), Fault(await world.ApproveAsync(id, stronger)));
        Assert.Equal((403, "server-not-yours"), Fault(await world.ApproveAsync(id, elsewhere.Token)));
        Assert.Equal((404, "not-found"), Fault(await world.GetAsync("/" + id, stranger.Token)));
        Assert.Equal((404, "not-found"), Fault(await world.PostAsync($"/{id}/refuse", """{"digest":"00"}""", stranger.Token)));
        foreach (var token in new[] { viewer.Token, stronger, elsewhere.Token })
        {
            Assert.DoesNotContain("CANARY", (await world.GetAsync($"/{id}?full=true", token)).Text, StringComparison.Ordinal);
        }

        Assert.Contains("CANARY", (await world.GetAsync("/" + id, here.Token)).Text, StringComparison.Ordinal);
        Assert.Equal(200, (await world.ApproveAsync(id, here.Token)).Status);
    }

    [Theory]
    [InlineData("demoted")]
    [InlineData("left")]
    [InlineData("limited to another server")]
    [InlineData("key revoked")]
    [InlineData("owns the grant now")]
    public async Task Claim_ApproverLostTheRightMeanwhile_MakesTheApprovalVoid(string how)
    {
        await using var world = await ApprovalWorld.StartAsync();
        var bob = await world.MemberAsync("bob", Role.Approver);
        var eve = await world.MemberAsync("eve", Role.Approver);
        var id = await world.ParkAsync();
        await world.ApproveAsync(id, bob.Token);
        await ChangeAsync(world, bob.Person, how);

        var answer = await world.CallAsync();

        Assert.DoesNotContain(ApprovalWorld.Ran, answer, StringComparison.Ordinal);
        Assert.Contains("[APPROVAL REQUIRED]", answer, StringComparison.Ordinal);
        var old = await world.GetAsync("/" + id, eve.Token);
        Assert.Equal("void", old["state"]);
        Assert.Contains("does not have the right any more", old.Text, StringComparison.Ordinal);
        Assert.Equal(["approval.approved", "approval.void"], await world.AuditAsync());

        // Somebody else's yes to the new request counts.
        await world.ApproveAsync(await world.ParkAsync(), eve.Token);
        Assert.Contains(ApprovalWorld.Ran, await world.CallAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_PolicyTightenedMeanwhile_IsDenied()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var bob = await world.MemberAsync("bob", Role.Approver);
        await world.ApproveAsync(await world.ParkAsync(), bob.Token);

        await world.Rig.AdminAsync("PUT", $"grants/{world.World.Grant}/policy", """{"policy_id":null}""", ("If-Match", "*"));

        Assert.Contains("(no policy)", await world.CallAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Claim_GrantWasFrozenMeanwhile_VoidsTheApproval()
    {
        await using var world = await ApprovalWorld.StartAsync();
        var bob = await world.MemberAsync("bob", Role.Approver);
        var id = await world.ParkAsync();
        await world.ApproveAsync(id, bob.Token);

        await world.Rig.AdminAsync("PUT", $"grants/{world.World.Grant}/freeze", "{}");
        await world.Rig.AdminAsync("DELETE", $"grants/{world.World.Grant}/freeze");

        Assert.Contains("[APPROVAL REQUIRED]", await world.CallAsync(), StringComparison.Ordinal);
        Assert.Equal("void", await world.StateAsync(id, bob.Token));
    }

    private static (int Status, string? Code) Fault(Reply reply) => (reply.Status, reply.Code);

    private static Task<string> KeyIdAsync(ApprovalWorld world, string maker) => world.Rig.Control.WithAsync(services =>
        services.GetRequiredService<ControlDb>().ApiKeys.Where(row => row.CreatedById == maker).Select(row => row.Id).FirstAsync());

    private static Task<bool> ChangeAsync(ApprovalWorld world, string person, string how) => world.Rig.Control.WithAsync(async services =>
    {
        var db = services.GetRequiredService<ControlDb>();
        var member = await db.Members.SingleAsync(row => row.PersonId == person);
        switch (how)
        {
            case "demoted":
                member.Role = Role.Viewer;
                break;
            case "left":
                db.Members.Remove(member);
                break;
            case "limited to another server":
                member.Servers = ["another"];
                break;
            case "key revoked":
                (await db.ApiKeys.SingleAsync(row => row.CreatedById == person)).Revoked = DateTimeOffset.UnixEpoch;
                break;
            default:
                (await db.Grants.SingleAsync(row => row.Id == world.World.Grant)).OwnerId = person;
                break;
        }

        return await db.SaveChangesAsync() > 0;
    });
}
