using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Api.Grants;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace Gatehouse.Control.Connections;

/// <summary>Who may let a client use which grant, and who may end that.</summary>
internal sealed class ConnectionAdministration(ControlDb db, ControlStore store, Pages pages, TimeProvider time)
{
    private const int MostOfAGrant = 50;
    private const int MostChoices = 200;

    /// <summary>The grants on a server that somebody may let a client use, with nothing that denies everything in them.</summary>
    public async ValueTask<ImmutableArray<Grant>> ChoicesAsync(Principal who, string server, CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var mayAll = who.Lacks(Right.ChangeGrants) is null;
        return
        [
            .. await db.Grants.AsNoTracking()
                .Where(row => row.OrganisationId == who.OrganisationId && row.ServerId == server && row.Revoked == null && row.Expires > now)
                .Where(row => mayAll || row.OwnerId == who.Id)
                .OrderBy(row => row.Created).Take(MostChoices).ToListAsync(cancel),
        ];
    }

    /// <summary>Notes the consent. The client gets its code after that.</summary>
    /// <remarks>Faults: <c>person-needed</c>, <c>right-missing</c>, <c>grant-revoked</c>, <c>grant-frozen</c>, <c>connections-full</c>.</remarks>
    public ValueTask<Outcome<Connection>> ConsentAsync(Principal who, ConsentRequest request, string grantId, CancellationToken cancel) =>
        store.ChangeAsync<Connection>(who, Right.BeOneself, async change =>
        {
            if (change.Who.Kind != ActorKind.Person)
            {
                return new Fault(PeopleFaults.PersonNeeded, "only a person can consent");
            }

            // SECURITY: a grant of another server is not there; the token is for the address that the client asked for alone.
            var grant = await change.Db.Grants.SingleOrDefaultAsync(
                row => row.Id == grantId && row.OrganisationId == change.Who.OrganisationId && row.ServerId == request.ServerId, change.Cancel);
            if (grant is null)
            {
                return ControlFaults.Absent(GrantViews.Kind, grantId);
            }

            if ((Lacks(change.Who, grant.OwnerId, null) ?? await UnusableAsync(change, grant)) is { } refusal)
            {
                return refusal;
            }

            var row = new Connection
            {
                Id = Ids.New("con"),
                Application = await change.Db.OAuthClients.SingleAsync(one => one.Id == request.Client.Id, change.Cancel),
                Subject = change.Who.Id,
                Status = Statuses.Valid,
                Type = AuthorizationTypes.Permanent,
                CreationDate = change.Now.UtcDateTime,
                OrganisationId = grant.OrganisationId,
                GrantId = grant.Id,
                ClientAddress = request.Client.ClientId!,
                ClientName = request.Client.DisplayName ?? "",
                RedirectUri = request.RedirectUri,
                Created = change.Now,
            };
            change.Db.Connections.Add(row);
            change.Note("connection.made", ConnectionViews.Kind, row.Id, null, ConnectionViews.Of(row));
            return row;
        }, cancel);

    /// <summary>The connections of a grant, oldest first, ended ones included while they are kept.</summary>
    public async ValueTask<Outcome<Page<ConnectionView>>> ListAsync(Principal who, string grantId, PageQuery query, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadGrants) is { } lacking)
        {
            return lacking;
        }

        return await db.Grants.AnyAsync(row => row.Id == grantId && row.OrganisationId == who.OrganisationId, cancel)
            ? await pages.ReadAsync(
                who, "connections", db.Connections.AsNoTracking().Where(row => row.GrantId == grantId), query, ConnectionViews.Of, cancel)
            : ControlFaults.Absent(GrantViews.Kind, grantId);
    }

    /// <summary>Ends a connection: on the next call. Who consented, who owns the grant, and who may change grants may.</summary>
    public ValueTask<Outcome<Done>> RevokeAsync(Principal who, string grantId, string id, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.BeOneself, async change =>
        {
            var grant = await change.Db.Grants.SingleOrDefaultAsync(
                row => row.Id == grantId && row.OrganisationId == change.Who.OrganisationId, change.Cancel);
            var row = grant is null ? null
                : await change.Db.Connections.SingleOrDefaultAsync(one => one.Id == id && one.GrantId == grantId, change.Cancel);
            if (row is null || row.Ended is not null)
            {
                return ControlFaults.Absent(ConnectionViews.Kind, id);
            }

            if (Lacks(change.Who, grant!.OwnerId, row.Subject) is { } lacking)
            {
                return lacking;
            }

            await ConnectionEnding.RunAsync(change, row, "connection.revoked");
            return Done.It;
        }, cancel);

    private static Fault? Lacks(Principal who, string owner, string? consented) =>
        who.Kind == ActorKind.Person && (who.Id == owner || who.Id == consented) ? null : who.Lacks(Right.ChangeGrants);

    private static async Task<Fault?> UnusableAsync(Change change, Grant grant)
    {
        if (grant.Revoked is not null || grant.Expires <= change.Now)
        {
            return new Fault(GrantFaults.Revoked, "the grant was revoked, or has expired", "choose another one");
        }

        var server = await change.Db.Servers.SingleAsync(row => row.Id == grant.ServerId, change.Cancel);
        var organisation = await change.Db.Organisations.SingleAsync(row => row.Id == grant.OrganisationId, change.Cancel);
        if (grant.Frozen is not null || server.Frozen is not null || organisation.Frozen is not null)
        {
            return new Fault(GrantFaults.Frozen, "the grant is frozen", "have the freeze lifted first");
        }

        return await change.Db.Connections.CountAsync(row => row.GrantId == grant.Id && row.Ended == null, change.Cancel) >= MostOfAGrant
            ? new Fault(ConnectionFaults.Full, $"the grant has {MostOfAGrant} connections", "end those that nobody uses")
            : null;
    }
}
