using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Records;

/// <summary>Whose records somebody may see: those of the organisation's servers, retired ones included, because ids are never reused.</summary>
internal sealed class OwnServers(ControlDb db)
{
    public Task<List<string>> ReadAsync(Principal who, CancellationToken cancel) =>
        db.Servers.AsNoTracking().Where(server => server.OrganisationId == who.OrganisationId).Select(server => server.Id).ToListAsync(cancel);
}
