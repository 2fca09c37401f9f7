using Gatehouse.Api.Organisations;
using Gatehouse.Api.People;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Storage;

public class RepeatTests
{
    [Fact]
    public async Task Change_WithTheSameKeyTwice_IsCarriedOutOnceAndAnsweredTwice()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        var first = await MakeAsync(rig, key, new Repeat("k", "hash"), "secret-of-the-answer");
        var second = await MakeAsync(rig, key, new Repeat("k", "hash"), "another");

        Assert.Equal("secret-of-the-answer", first.Value?.Why);
        Assert.Equal("secret-of-the-answer", second.Value?.Why);
        var kept = await rig.WithAsync(async services =>
        {
            var db = services.GetRequiredService<ControlDb>();
            Assert.Equal(1, await db.Audit.CountAsync());
            return (await db.KeptAnswers.SingleAsync()).Sealed;
        });
        Assert.DoesNotContain("secret", kept, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Change_WithTheKeyOfAnotherRequest_IsRefused()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        await MakeAsync(rig, key, new Repeat("k", "hash"), "a");
        var other = await MakeAsync(rig, key, new Repeat("k", "other"), "b");

        Assert.Equal("idempotency-key-reused", other.Refusal?.Fault.Code.Word);
    }

    [Fact]
    public async Task Change_WithTheSameKeyOfSomebodyElse_IsAnotherChange()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);
        var other = await rig.SeedAsync(Role.Admin, key.OrganisationId);

        await MakeAsync(rig, key, new Repeat("k", "hash"), "a");

        Assert.Equal("b", (await MakeAsync(rig, other, new Repeat("k", "hash"), "b")).Value?.Why);
    }

    [Fact]
    public async Task Change_WithAKeyOfTheDayBeforeYesterday_IsANewOne()
    {
        await using var rig = await ControlRig.StartAsync();
        var key = await rig.SeedAsync(Role.Admin);

        await MakeAsync(rig, key, new Repeat("k", "hash"), "a");
        rig.Time.Advance(TimeSpan.FromHours(25));

        Assert.Equal("b", (await MakeAsync(rig, key, new Repeat("k", "hash"), "b")).Value?.Why);
    }

    private static Task<Outcome<NewFreeze>> MakeAsync(ControlRig rig, SeededKey key, Repeat repeat, string answer) =>
        rig.WithAsync(services =>
        {
            var who = new Principal
            {
                Kind = Api.Audit.ActorKind.ApiKey, Id = key.Id, Label = "", OrganisationId = key.OrganisationId, Role = Role.Viewer, From = "",
            };
            return services.GetRequiredService<ControlStore>().ChangeAsync<NewFreeze>(who, Right.Freeze, change =>
            {
                change.Note("thing.made", "thing", "t");
                return ValueTask.FromResult<Outcome<NewFreeze>>(new NewFreeze(answer));
            }, CancellationToken.None, repeat).AsTask();
        });
}
