using Gatehouse.Api;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Faults;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Organisations;

/// <summary>What may be done with an organisation: its members' own, never another.</summary>
internal sealed class OrganisationAdministration(ControlDb db, ControlStore store)
{
    private const string Kind = "organisation";

    /// <summary>The organisation of who asks.</summary>
    public async ValueTask<Outcome<OrganisationView>> ReadAsync(Principal who, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadOrganisation) is { } lacking)
        {
            return lacking;
        }

        return View(await db.Organisations.AsNoTracking().SingleAsync(row => row.Id == who.OrganisationId, cancel));
    }

    /// <summary>Renames it, chooses its baseline, says whether owners may approve.</summary>
    /// <remarks>Faults: <c>match-missing</c>, <c>match-stale</c>, <c>value-invalid</c>.</remarks>
    public ValueTask<Outcome<OrganisationView>> ChangeAsync(
        Principal who, OrganisationEdit edit, Expected expected, CancellationToken cancel) =>
        store.ChangeAsync<OrganisationView>(who, Right.ChangeOrganisation, async change =>
        {
            var organisation = await FindAsync(change);
            var before = View(organisation);
            if (expected.Refuse(before) is { } stale)
            {
                return stale;
            }

            if (edit.Name.IsGiven)
            {
                if (Text.Invalid("name", edit.Name.Value, Longest) is { } invalid)
                {
                    return invalid;
                }

                organisation.Name = edit.Name.Value!;
            }

            if (edit.BaselinePolicyId is { IsGiven: true, Value: var policy }
                && await AttachAsync(change, organisation, policy, "baseline_policy_id") is { } unattachable)
            {
                return unattachable;
            }

            organisation.OwnersMayApprove = edit.OwnersMayApprove ?? organisation.OwnersMayApprove;
            organisation.WideningNeedsSecond = edit.WideningNeedsSecond ?? organisation.WideningNeedsSecond;
            return Changed(change, "organisation.changed", before, organisation);
        }, cancel);

    /// <summary>Sets or clears its baseline: for those who attach policies and change nothing else of it.</summary>
    /// <remarks>Faults: <c>match-missing</c>, <c>match-stale</c>, <c>value-invalid</c>, <c>policy-proposed</c>.</remarks>
    public ValueTask<Outcome<OrganisationView>> SetBaselineAsync(
        Principal who, BaselineChoice choice, Expected expected, CancellationToken cancel) =>
        store.ChangeAsync<OrganisationView>(who, Right.AttachPolicies, async change =>
        {
            var organisation = await FindAsync(change);
            var before = View(organisation);
            if (expected.Refuse(before) is { } stale)
            {
                return stale;
            }

            return await AttachAsync(change, organisation, choice.PolicyId, "policy_id") is { } unattachable
                ? unattachable
                : Changed(change, "organisation.baseline_set", before, organisation);
        }, cancel);

    /// <summary>Denies every call of the organisation from now on. One that is frozen stays as it is.</summary>
    public ValueTask<Outcome<OrganisationView>> FreezeAsync(Principal who, NewFreeze freeze, CancellationToken cancel) =>
        store.ChangeAsync<OrganisationView>(who, Right.Freeze, async change =>
        {
            if (freeze.Why is not null && Text.Invalid("why", freeze.Why, 500) is { } invalid)
            {
                return invalid;
            }

            var organisation = await FindAsync(change);
            var before = View(organisation);
            organisation.Frozen ??= new FreezeMark { At = change.Now, By = change.Who.Label, Why = freeze.Why };
            foreach (var server in await change.Db.Servers.Where(row => row.OrganisationId == organisation.Id).Select(row => row.Id).ToListAsync(change.Cancel))
            {
                ApprovalVoids.OfServer(change.Transaction, server);
            }

            return Changed(change, "organisation.frozen", before, organisation);
        }, cancel);

    /// <summary>Lets calls through again.</summary>
    public ValueTask<Outcome<OrganisationView>> ThawAsync(Principal who, CancellationToken cancel) =>
        store.ChangeAsync<OrganisationView>(who, Right.Freeze, async change =>
        {
            var organisation = await FindAsync(change);
            var before = View(organisation);
            organisation.Frozen = null;
            return Changed(change, "organisation.thawed", before, organisation);
        }, cancel);

    /// <summary>The longest name, in characters.</summary>
    public const int Longest = 100;

    /// <summary>An organisation as the API shows it.</summary>
    public static OrganisationView View(Organisation row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        BaselinePolicyId = row.BaselinePolicyId,
        OwnersMayApprove = row.OwnersMayApprove,
        WideningNeedsSecond = row.WideningNeedsSecond,
        Frozen = FreezeMark.View(row.Frozen),
        Created = row.Created,
        Version = row.Version,
    };

    private static async ValueTask<Fault?> AttachAsync(Change change, Organisation organisation, string? policy, string field)
    {
        if (await PolicyRows.UnattachableAsync(change, policy, field) is { } unattachable)
        {
            return unattachable;
        }

        organisation.BaselinePolicyId = policy;
        return null;
    }

    private static Task<Organisation> FindAsync(Change change) =>
        change.Db.Organisations.SingleAsync(row => row.Id == change.Who.OrganisationId, change.Cancel);

    private static OrganisationView Changed(Change change, string what, OrganisationView before, Organisation organisation)
    {
        organisation.Version++;
        var after = View(organisation);
        change.Note(what, Kind, organisation.Id, before, after);
        return after;
    }
}
