using Gatehouse.Api.Servers;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.BuiltIn;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Declared;

/// <summary>Servers of the operator's file. Their headers, commands and limits stay in the file.</summary>
internal static class DeclaredServers
{
    /// <summary>Makes them as the file says; those that it has no longer are removed with their grants.</summary>
    public static async Task<Fault?> ApplyAsync(Change change, GatewayConfig config, Dictionary<string, string> policies)
    {
        foreach (var server in config.Servers)
        {
            var row = await change.Db.Servers.SingleOrDefaultAsync(known => known.Id == server.Facts.Id, change.Cancel);
            if (row is not null && (row.OrganisationId != change.Who.OrganisationId || (row.Retired is not null && !row.IsOfFile)))
            {
                return new Fault(ServerFaults.IdTaken, $"the id `{server.Facts.Id}` is taken", "ids are never given again; choose another");
            }

            // One that was served under it before stays; a new one would never be reached.
            if (server.Facts.Id == BuiltInId.Word && (row is null || row.Retired is not null))
            {
                return ServerFaults.Reserved;
            }

            if (row is null)
            {
                row = new RegisteredServer
                {
                    Id = server.Facts.Id, OrganisationId = change.Who.OrganisationId, Name = server.Facts.Name, Created = change.Now, IsOfFile = true,
                };
                change.Db.Servers.Add(row);
                Set(row, server, policies);
                change.Note("server.created", ServerRows.Kind, row.Id);
                continue;
            }

            var address = (row.Url, row.StdioEntry, row.Transport);
            Set(row, server, policies);
            if (change.Db.Entry(row).State == EntityState.Modified)
            {
                if (address != (row.Url, row.StdioEntry, row.Transport))
                {
                    ApprovalVoids.OfServer(change.Transaction, row.Id);
                }

                row.Version++;
                change.Note("server.changed", ServerRows.Kind, row.Id);
            }
        }

        await EndAsync(change, config);
        return null;
    }

    private static async Task EndAsync(Change change, GatewayConfig config)
    {
        var ids = config.Servers.Select(server => server.Facts.Id).ToList();
        var gone = await change.Db.Servers.Where(row => row.OrganisationId == change.Who.OrganisationId && row.IsOfFile && row.Retired == null
            && !ids.Contains(row.Id)).ToListAsync(change.Cancel);
        foreach (var row in gone)
        {
            foreach (var grant in await change.Db.Grants.Where(grant => grant.ServerId == row.Id && grant.Revoked == null).ToListAsync(change.Cancel))
            {
                await GrantRevocation.RunAsync(change, grant);
            }

            ApprovalVoids.OfServer(change.Transaction, row.Id);
            (row.Retired, row.Version) = (change.Now, row.Version + 1);
            change.Note("server.removed", ServerRows.Kind, row.Id);
        }
    }

    private static void Set(RegisteredServer row, ServerConfig server, Dictionary<string, string> policies)
    {
        var http = server.Entry as UpstreamEntry.Http;
        row.Name = server.Facts.Name;
        row.Url = http?.Url.AbsoluteUri;
        row.StdioEntry = http is null ? server.Facts.Id : null;
        row.Transport = http is { IsSse: true } ? ServerTransport.Sse : ServerTransport.Http;
        row.OnDefinitionChange = server.AlertsOnly ? DefinitionChange.Alert : DefinitionChange.Block;
        row.MaySample = server.MaySample;
        row.MayListRoots = server.MayListRoots;
        row.StoreArguments = ArgumentStorings.Text(server.Keeping);
        row.BaselinePolicyId = server.Baseline is { } file ? policies[file.Name] : null;
        (row.Retired, row.IsOfFile) = (null, true);
    }
}
