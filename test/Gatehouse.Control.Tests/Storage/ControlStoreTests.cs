using Gatehouse.Api;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Storage;

public class ControlStoreTests
{
    [Fact]
    public async Task Change_OfAKeyRevokedSinceTheRequestBegan_IsRefused()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);
        await rig.WithAsync(services => services.GetRequiredService<ControlDb>().ApiKeys
            .ExecuteUpdateAsync(row => row.SetProperty(found => found.Revoked, rig.Time.GetUtcNow())));

        var outcome = await RunAsync(rig, key, change => RenameAsync(change));

        Assert.Equal("sign-in-needed", outcome.Refusal?.Fault.Code.Word);
    }

    [Fact]
    public async Task Change_OfAPrincipalThatClaimsARoleItDoesNotHave_IsRefused()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Viewer);

        var outcome = await RunAsync(rig, key, change => RenameAsync(change));

        Assert.Equal("right-missing", outcome.Refusal?.Fault.Code.Word);
    }

    [Fact]
    public async Task Change_Refused_LeavesEverythingAsItWas()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        await RunAsync(rig, key, async change =>
        {
            await RenameAsync(change);
            await change.Db.SaveChangesAsync(change.Cancel);
            return new Policy.Fault(ControlFaults.ValueInvalid, "no");
        });

        await AssertUntouchedAsync(rig);
    }

    [Fact]
    public async Task Change_ThatNotesNothing_IsABugAndLeavesEverythingAsItWas()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        await Assert.ThrowsAsync<InvalidOperationException>(() => RunAsync(rig, key, async change =>
        {
            (await change.Db.Organisations.SingleAsync(change.Cancel)).Name = "Changed";
            return Done.It;
        }));

        await AssertUntouchedAsync(rig);
    }

    private static async Task AssertUntouchedAsync(ControlRig rig)
    {
        var (name, audit, revision) = await rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            return ((await db.Organisations.SingleAsync()).Name, await db.Audit.CountAsync(), (await db.Revisions.SingleAsync()).Number);
        });
        Assert.Equal(("Example", 0, 1L), (name, audit, revision));
    }

    private static async ValueTask<Outcome<Done>> RenameAsync(Change change)
    {
        (await change.Db.Organisations.SingleAsync(change.Cancel)).Name = "Changed";
        change.Note("organisation.changed", "organisation", change.Who.OrganisationId);
        return Done.It;
    }

    private static Task<Outcome<Done>> RunAsync(ControlRig rig, SeededKey key, Func<Change, ValueTask<Outcome<Done>>> work) =>
        rig.WithAsync(services =>
        {
            var who = new Principal
            {
                Kind = Api.Audit.ActorKind.ApiKey, Id = key.Id, Label = "", OrganisationId = key.OrganisationId, Role = Role.Admin, From = "",
            };
            return services.GetRequiredService<ControlStore>().ChangeAsync(who, Right.ChangeOrganisation, work, CancellationToken.None).AsTask();
        });
}
