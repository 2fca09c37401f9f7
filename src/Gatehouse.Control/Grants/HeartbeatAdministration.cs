using System.Net;
using Gatehouse.Api.Grants;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Identity;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Primitives;

namespace Gatehouse.Control.Grants;

/// <summary>Takes heartbeats. One that comes in time decides nothing, so it leaves version and audit as they are.</summary>
internal sealed class HeartbeatAdministration(ControlDb db, ControlStore store, Standing standing, Beats beats, WrongCredentials wrong)
{
    private static readonly Fault _unusable = new(
        ControlFaults.SignInNeeded, "the token is that of no grant in force", "send the grant's token as `Authorization: Bearer`");

    /// <summary>Says that somebody looks after a grant. One that is frozen already stays so until a person lifts it.</summary>
    /// <remarks>Faults: <c>grant-revoked</c>, <c>grant-frozen</c>, <c>heartbeat-not-needed</c>.</remarks>
    public async ValueTask<Outcome<GrantView>> BeatAsync(Principal who, string id, CancellationToken cancel)
    {
        Grant? beaten = null;
        var outcome = await store.TouchAsync<GrantView>(
            async now =>
            {
                var current = await standing.ConfirmAsync(who, cancel);
                if (current.Value is not { } confirmed)
                {
                    return new(null, current.Refusal);
                }

                if (confirmed.Lacks(Right.BeatGrants) is { } lacking)
                {
                    return lacking;
                }

                beaten = await db.Grants.SingleOrDefaultAsync(row => row.Id == id && row.OrganisationId == confirmed.OrganisationId, cancel);
                return beaten is null ? ControlFaults.Absent(GrantViews.Kind, id)
                    : Refuse(beaten, now) is { } refusal ? refusal
                    : await GrantViews.OfAsync(db, Beat(beaten, now), cancel);
            },
            cancel);
        return Tell(outcome, beaten);
    }

    /// <summary>The same by the grant's own token, which can do nothing else here.</summary>
    /// <param name="authorization">The header as it came.</param>
    /// <param name="from">The network address that the request came from.</param>
    /// <param name="cancel">Gives up.</param>
    /// <remarks>Faults: <c>sign-in-needed</c>, <c>too-many-requests</c>, <c>grant-frozen</c>, <c>heartbeat-not-needed</c>.</remarks>
    public async ValueTask<Outcome<BeatView>> BeatAsync(StringValues authorization, string from, CancellationToken cancel)
    {
        Grant? beaten = null;
        var hash = TokenHash.Of(BearerToken.Of(authorization))?.ToHex();
        var outcome = hash is null ? _unusable : await store.TouchAsync<BeatView>(
            async now =>
            {
                beaten = await (
                    from token in db.GrantTokens.Where(row => row.Hash == hash && (row.ValidUntil == null || row.ValidUntil > now))
                    join grant in db.Grants on token.GrantId equals grant.Id
                    where grant.Revoked == null && grant.Expires > now
                    select grant).SingleOrDefaultAsync(cancel);

                // SECURITY: a stolen token tells nothing where it may not be used.
                return beaten is null || !MayComeFrom(beaten, from) ? _unusable
                    : Refuse(beaten, now) is { } refusal ? refusal
                    : new BeatView(Beat(beaten, now).Id, beaten.Label, Heartbeat.DueOf(beaten)!.Value);
            },
            cancel);
        return outcome.Refusal?.Fault.Code == ControlFaults.SignInNeeded && wrong.IsExceededAfter(from)
            ? WrongCredentials.TooMany
            : Tell(outcome, beaten);
    }

    private static bool MayComeFrom(Grant grant, string from) =>
        SourceNetworks.Of([.. grant.Networks.Select(static network => IPNetwork.Parse(network))]) is not { } networks
        || networks.Contain(IPAddress.TryParse(from, out var address) ? address : null);

    private static Fault? Refuse(Grant grant, DateTimeOffset now) =>
        grant.Revoked is not null ? new Fault(GrantFaults.Revoked, "the grant was revoked", "make another one")
        : Heartbeat.DueOf(grant) is not { } due ? new Fault(GrantFaults.NoHeartbeat, "the grant needs no heartbeat")
        : grant.Frozen is not null || due <= now ? new Fault(
            GrantFaults.Frozen, "the grant is frozen", "lift the freeze when you know why the heartbeat stayed away")
        : null;

    private static Grant Beat(Grant grant, DateTimeOffset now)
    {
        grant.LastBeat = now;
        return grant;
    }

    // ORDER: after the commit. From here on calls see it.
    private Outcome<T> Tell<T>(Outcome<T> outcome, Grant? grant)
        where T : class
    {
        if (outcome.Value is not null)
        {
            beats.Came(grant!.Id, Heartbeat.LastOf(grant));
        }

        return outcome;
    }
}
