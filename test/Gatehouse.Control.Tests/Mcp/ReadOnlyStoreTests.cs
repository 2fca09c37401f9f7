using Gatehouse.Api.People;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Gatehouse.Control.Tests.Mcp;

/// <summary>What the own server's tools stand on: the database itself refuses them every change, and nobody else.</summary>
public class ReadOnlyStoreTests
{
    [Fact]
    public async Task Change_OverAReadingConnection_IsRefusedByTheDatabase()
    {
        await using var rig = await ControlRig.StartAsync();
        var admin = await rig.SeedAsync(Role.Admin);
        var who = await rig.WithAsync(async services =>
            (await services.GetRequiredService<Standing>().ApiKeyAsync("", row => row.Id == admin.Id, CancellationToken.None)).Value!);

        await rig.WithAsync(async services =>
        {
            services.GetRequiredService<StoreAccess>().IsReadOnly = true;
            var db = services.GetRequiredService<ControlDb>();
            Assert.Equal(1, await db.Organisations.CountAsync(CancellationToken.None));
            Refused(await Record.ExceptionAsync(() => db.ApiKeys.ExecuteDeleteAsync(CancellationToken.None)));
            Refused(await Record.ExceptionAsync(async () => await services.GetRequiredService<PolicyAdministration>().CreateAsync(
                who, new Api.Policies.NewPolicy("p", """{"version":"1","default":"deny"}"""), null, CancellationToken.None)));
            db.Organisations.Add(new Organisation { Id = Ids.New("org"), Name = "x", Created = rig.Time.GetUtcNow() });
            Refused(await Record.ExceptionAsync(() => db.SaveChangesAsync(CancellationToken.None)));
            return true;
        });

        // The connection went back to a pool: the next one to have it may write.
        for (var i = 0; i < 3; i++)
        {
            await rig.SeedAsync(Role.Viewer, admin.OrganisationId);
        }

        Assert.Equal(4, await rig.WithAsync(services => services.GetRequiredService<ControlDb>().ApiKeys.CountAsync(CancellationToken.None)));
    }

    private static void Refused(Exception? failed)
    {
        Assert.NotNull(StoreFailure.Of(failed));
        Assert.Contains("read", StoreFailure.Of(failed)!.Message.Replace('-', ' '), StringComparison.OrdinalIgnoreCase);
    }
}

public sealed class PostgresReadOnlyStoreTests : ReadOnlyStoreTests;
