using Gatehouse.Api;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Gatehouse.Control.Declared;

/// <summary>Where no file is served any more, what the last one said becomes people's: it holds on as it was, and can be changed here.</summary>
/// <remarks>Headers and commands were the file's own and are gone with it: a server that needs them fails until somebody saves others.</remarks>
internal sealed class DeclaredRelease(IServiceScopeFactory scopes) : IHostedService
{
    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<ControlDb>();
        var organisations = await db.Servers.Where(row => row.IsOfFile).Select(row => row.OrganisationId)
            .Union(db.Policies.Where(row => row.IsOfFile).Select(row => row.OrganisationId)).ToListAsync(cancellationToken);
        foreach (var organisation in organisations)
        {
            await scope.ServiceProvider.GetRequiredService<ControlStore>().ChangeUncheckedAsync<Done>(
                Principal.OfServer(organisation),
                async change =>
                {
                    await change.Db.Servers.Where(row => row.OrganisationId == organisation && row.IsOfFile)
                        .ExecuteUpdateAsync(row => row.SetProperty(one => one.IsOfFile, false), change.Cancel);
                    await change.Db.Policies.Where(row => row.OrganisationId == organisation && row.IsOfFile)
                        .ExecuteUpdateAsync(row => row.SetProperty(one => one.IsOfFile, false), change.Cancel);
                    await change.Db.Grants.Where(row => row.OrganisationId == organisation && row.IsOfFile)
                        .ExecuteUpdateAsync(row => row.SetProperty(one => one.IsOfFile, false), change.Cancel);
                    change.Note("file.left", "file", DeclaredFaults.Word);
                    return Done.It;
                },
                cancellationToken);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
