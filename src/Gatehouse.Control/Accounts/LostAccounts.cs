using System.Collections.Immutable;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Accounts;

/// <summary>Which servers somebody should connect again.</summary>
internal sealed class LostAccounts(ControlDb db)
{
    private const int Most = 100;

    /// <summary>Servers whose account failed for good: the one that all grants share, or one's own.</summary>
    /// <param name="who">Who asks; empty for those who may not see servers.</param>
    /// <param name="cancel">Gives up.</param>
    public async ValueTask<ImmutableArray<string>> ReadAsync(Principal who, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadServers) is not null)
        {
            return [];
        }

        return
        [
            .. await (
                from row in db.UpstreamAccounts.AsNoTracking()
                where row.IsFailed && (row.PersonId == UpstreamAccount.Shared || row.PersonId == who.Id)
                join server in db.Servers.AsNoTracking() on row.ServerId equals server.Id
                where server.OrganisationId == who.OrganisationId
                select server.Id).Distinct().OrderBy(id => id).Take(Most).ToListAsync(cancel),
        ];
    }
}
