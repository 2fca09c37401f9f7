using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Servers;

/// <summary>Finds a server of an organisation: another's is as absent as one that never was.</summary>
internal static class ServerRows
{
    public const string Kind = "server";

    /// <summary>The servers of who asks.</summary>
    public static IQueryable<RegisteredServer> Of(ControlDb db, Principal who) =>
        db.Servers.Where(row => row.OrganisationId == who.OrganisationId && row.Retired == null);

    /// <summary>One of them, to be changed.</summary>
    public static async ValueTask<Outcome<RegisteredServer>> FindAsync(Change change, string id) =>
        await Of(change.Db, change.Who).SingleOrDefaultAsync(row => row.Id == id, change.Cancel) is { } found
            ? found
            : ControlFaults.Absent(Kind, id);

    /// <summary>One of them, to be read.</summary>
    public static async ValueTask<Outcome<RegisteredServer>> ReadAsync(ControlDb db, Principal who, string id, CancellationToken cancel) =>
        await Of(db, who).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) is { } found
            ? found
            : ControlFaults.Absent(Kind, id);
}
