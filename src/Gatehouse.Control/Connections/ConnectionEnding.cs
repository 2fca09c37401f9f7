using Gatehouse.Api;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Control.Connections;

/// <summary>Ends connections, inside the change that makes them end.</summary>
internal static class ConnectionEnding
{
    /// <summary>Its tokens are worth nothing from the next call on. One that has ended stays as it is.</summary>
    public static async Task RunAsync(Change change, Connection row, string what)
    {
        if (row.Ended is not null)
        {
            return;
        }

        var before = ConnectionViews.Of(row);
        (row.Ended, row.Status, row.ConcurrencyToken) = (change.Now, Statuses.Revoked, Guid.NewGuid().ToString());
        var id = row.Id;
        await change.Db.OAuthTokens.Where(token => token.Authorization!.Id == id).ExecuteDeleteAsync(change.Cancel);
        change.Note(what, ConnectionViews.Kind, row.Id!, before, ConnectionViews.Of(row));
    }

    /// <summary>Ends one in a change that the server makes by itself. One that ended meanwhile stays as it is.</summary>
    public static async Task ByServerAsync(ControlStore store, Connection known, string what, CancellationToken cancel) =>
        await store.ChangeUncheckedAsync<Done>(Principal.OfServer(known.OrganisationId), async change =>
        {
            if (await change.Db.Connections.SingleOrDefaultAsync(row => row.Id == known.Id && row.Ended == null, change.Cancel) is not { } row)
            {
                return ControlFaults.Absent(ConnectionViews.Kind, known.Id!);
            }

            await RunAsync(change, row, what);
            return Done.It;
        }, cancel);

    /// <summary>Those of a grant.</summary>
    public static Task OfGrantAsync(Change change, string grant) => AllAsync(change, change.Db.Connections.Where(row => row.GrantId == grant));

    /// <summary>Those that a person consented to in an organisation.</summary>
    public static Task OfPersonAsync(Change change, string organisation, string person) =>
        AllAsync(change, change.Db.Connections.Where(row => row.OrganisationId == organisation && row.Subject == person));

    private static async Task AllAsync(Change change, IQueryable<Connection> rows)
    {
        foreach (var row in await rows.Where(row => row.Ended == null).ToListAsync(change.Cancel))
        {
            await RunAsync(change, row, "connection.revoked");
        }
    }
}
