using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Audit;
using Gatehouse.Api.Grants;
using Gatehouse.Api.Organisations;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Storage;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Grants;

/// <summary>What may be done with the grants of an organisation.</summary>
internal sealed class GrantAdministration(
    ControlDb db, ControlStore store, Pages pages, GrantTokens tokens, GrantUses uses)
{
    private static readonly TimeSpan _longestOverlap = TimeSpan.FromDays(30);

    /// <summary>Grants, oldest first, revoked ones included.</summary>
    public async ValueTask<Outcome<Page<GrantView>>> ListAsync(Principal who, PageQuery query, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadGrants) is { } lacking)
        {
            return lacking;
        }

        var rows = await pages.ReadAsync(who, "grants", Of(db, who).AsNoTracking(), query, static row => row, cancel);
        return rows.Value is { } page
            ? new Page<GrantView>(await uses.AddAsync(await GrantViews.OfAsync(db, page.Items, cancel), cancel), page.Next)
            : rows.Refusal!;
    }

    /// <summary>One grant.</summary>
    public async ValueTask<Outcome<GrantView>> ReadAsync(Principal who, string id, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadGrants) is { } lacking)
        {
            return lacking;
        }

        return await Of(db, who).AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, cancel) is { } row
            ? (await uses.AddAsync([await GrantViews.OfAsync(db, row, cancel)], cancel))[0]
            : ControlFaults.Absent(GrantViews.Kind, id);
    }

    /// <summary>Makes a grant. Its token is in the answer, and nowhere else; one that its agent has already is known by its hash.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>grant-id-taken</c>, <c>grant-token-taken</c>.</remarks>
    public ValueTask<Outcome<IssuedGrant>> CreateAsync(Principal who, NewGrant grant, Repeat? repeat, CancellationToken cancel) =>
        store.ChangeAsync<IssuedGrant>(who, Right.ChangeGrants, async change =>
        {
            var owner = grant.OwnerId ?? (change.Who.Kind == ActorKind.Person ? change.Who.Id : "");
            var invalid = GrantChecks.Label(grant.Label) ?? GrantChecks.Expires(grant.Expires, change.Now)
                ?? GrantTags.Invalid(grant.Tags ?? []) ?? GrantChecks.Networks(grant.Networks ?? []) ?? GrantChecks.Beat(grant.HeartbeatSeconds)
                ?? await GrantChecks.ServerAsync(change, grant.ServerId) ?? await GrantChecks.PolicyAsync(change, grant.PolicyId)
                ?? await GrantChecks.OwnerAsync(change, owner)
                ?? await KnownTokens.IdAsync(change, grant.Id) ?? await KnownTokens.HashAsync(change, grant.TokenSha256);
            if (invalid is not null)
            {
                return invalid;
            }

            var row = new Grant
            {
                Id = grant.Id ?? Ids.New("grt"),
                OrganisationId = change.Who.OrganisationId,
                ServerId = grant.ServerId,
                Label = grant.Label,
                PolicyId = grant.PolicyId,
                OwnerId = owner,
                MadeById = change.Who.Id,
                Tags = [.. grant.Tags ?? []],
                Expires = grant.Expires,
                Networks = [.. grant.Networks ?? []],
                HeartbeatLimit = Limit(grant.HeartbeatSeconds),
                Created = change.Now,
            };
            change.Db.Grants.Add(row);
            return await IssuedAsync(
                change, row, "grant.created", null,
                grant.TokenSha256 is { } hash ? KnownTokens.Add(change, row, hash) : GrantTokens.Issue(change, row));
        }, cancel, repeat);

    /// <summary>Changes what a grant is, but for its policy.</summary>
    public ValueTask<Outcome<GrantView>> ChangeAsync(
        Principal who, string id, GrantEdit edit, Expected expected, CancellationToken cancel) =>
        ChangeAsync(who, Right.ChangeGrants, id, "grant.changed", expected, async (change, row) =>
        {
            var label = edit.Label.Over(row.Label);
            var owner = edit.OwnerId.Over(row.OwnerId) ?? "";
            ImmutableArray<string> tags = edit.Tags.IsGiven ? edit.Tags.Value ?? [] : [.. row.Tags];
            ImmutableArray<string> networks = edit.Networks.IsGiven ? edit.Networks.Value ?? [] : [.. row.Networks];
            var seconds = edit.HeartbeatSeconds.Over((long?)row.HeartbeatLimit?.TotalSeconds);
            var invalid = DeclaredFaults.Refuse(row.IsOfFile, GrantViews.Kind) ?? GrantChecks.Label(label) ?? GrantTags.Invalid(tags) ?? GrantChecks.Networks(networks) ?? GrantChecks.Beat(seconds)
                ?? (edit.Expires is { } end ? GrantChecks.Expires(end, change.Now) : null)
                ?? (edit.OwnerId.IsGiven ? await GrantChecks.OwnerAsync(change, owner) : null);
            if (invalid is not null)
            {
                return invalid;
            }

            // A limit that begins now counts from now, and not from a beat of long ago.
            row.LastBeat = Limit(seconds) is { } limit && limit != row.HeartbeatLimit ? change.Now : row.LastBeat;
            (row.Label, row.OwnerId, row.Tags, row.Networks) = (label!, owner, [.. tags], [.. networks]);
            (row.Expires, row.HeartbeatLimit) = (edit.Expires ?? row.Expires, Limit(seconds));
            return null;
        }, cancel);

    /// <summary>Attaches a policy, or detaches it.</summary>
    public ValueTask<Outcome<GrantView>> AttachAsync(
        Principal who, string id, PolicyChoice choice, Expected expected, CancellationToken cancel) =>
        ChangeAsync(who, Right.AttachPolicies, id, "grant.policy_set", expected, async (change, row) =>
        {
            if ((DeclaredFaults.Refuse(row.IsOfFile, GrantViews.Kind) ?? await GrantChecks.PolicyAsync(change, choice.PolicyId)) is { } invalid)
            {
                return invalid;
            }

            row.PolicyId = choice.PolicyId;
            return null;
        }, cancel);

    /// <summary>Makes another token; those before end after the overlap. Connections go on, see <see cref="KnownTokens.SetAsync"/>.</summary>
    public ValueTask<Outcome<IssuedGrant>> RotateAsync(Principal who, string id, TokenRotation rotation, Repeat? repeat, CancellationToken cancel) =>
        store.ChangeAsync<IssuedGrant>(who, Right.ChangeGrants, async change =>
        {
            var found = await FindAsync(change, id);
            if (found.Value is not { } row)
            {
                return found.Refusal!;
            }

            if (DeclaredFaults.Refuse(row.IsOfFile, GrantViews.Kind) is { } kept)
            {
                return kept;
            }

            if (rotation.OverlapSeconds < 0 || rotation.OverlapSeconds > _longestOverlap.TotalSeconds)
            {
                return ControlFaults.Invalid("overlap_seconds", $"is not 0 to {(long)_longestOverlap.TotalSeconds}");
            }

            var before = await GrantViews.OfAsync(change.Db, row, change.Cancel);
            var ends = change.Now + TimeSpan.FromSeconds(rotation.OverlapSeconds);
            foreach (var token in await change.Db.GrantTokens.Where(token => token.GrantId == id).ToListAsync(change.Cancel))
            {
                token.ValidUntil = token.ValidUntil < ends ? token.ValidUntil : ends;
                if (token.ValidUntil <= change.Now)
                {
                    change.Db.GrantTokens.Remove(token);
                }
            }

            row.Version++;
            return await IssuedAsync(change, row, "grant.rotated", before, GrantTokens.Issue(change, row));
        }, cancel, repeat);

    /// <summary>Ends a grant for good: on the next call, with its open streams and what waits for a person.</summary>
    public ValueTask<Outcome<Done>> RevokeAsync(Principal who, string id, CancellationToken cancel) =>
        store.ChangeAsync<Done>(who, Right.ChangeGrants, async change =>
        {
            var found = await FindAsync(change, id);
            if (found.Value is not { } row)
            {
                return found.Refusal!;
            }

            if (DeclaredFaults.Refuse(row.IsOfFile, GrantViews.Kind) is { } kept)
            {
                return kept;
            }

            await GrantRevocation.RunAsync(change, row);
            return Done.It;
        }, cancel);

    /// <summary>Denies every call of a grant from now on; what waits for a person is void. One that is frozen stays as it is.</summary>
    public ValueTask<Outcome<GrantView>> FreezeAsync(Principal who, string id, NewFreeze freeze, CancellationToken cancel) =>
        ChangeAsync(who, Right.Freeze, id, "grant.frozen", Expected.Any, (change, row) =>
        {
            if (freeze.Why is not null && Text.Invalid("why", freeze.Why, FreezeMark.LongestWhy) is { } invalid)
            {
                return new(invalid);
            }

            row.Frozen ??= new FreezeMark { At = change.Now, By = change.Who.Label, Why = freeze.Why };
            ApprovalVoids.OfGrant(change.Transaction, row.Id);
            return default;
        }, cancel);

    /// <summary>Lets calls through again. A heartbeat counts from now.</summary>
    public ValueTask<Outcome<GrantView>> ThawAsync(Principal who, string id, CancellationToken cancel) =>
        ChangeAsync(who, Right.Freeze, id, "grant.thawed", Expected.Any, static (change, row) =>
        {
            (row.Frozen, row.LastBeat) = (null, row.HeartbeatLimit is null ? row.LastBeat : change.Now);
            return default;
        }, cancel);

    private static IQueryable<Grant> Of(ControlDb db, Principal who) => db.Grants.Where(row => row.OrganisationId == who.OrganisationId);

    private static async ValueTask<Outcome<Grant>> FindAsync(Change change, string id) =>
        await Of(change.Db, change.Who).SingleOrDefaultAsync(row => row.Id == id, change.Cancel) switch
        {
            null => ControlFaults.Absent(GrantViews.Kind, id),
            { Revoked: not null } => new Fault(GrantFaults.Revoked, "the grant was revoked", "make another one"),
            var found => found,
        };

    private ValueTask<Outcome<GrantView>> ChangeAsync(
        Principal who, Right right, string id, string what, Expected expected, Func<Change, Grant, ValueTask<Fault?>> set,
        CancellationToken cancel) =>
        store.ChangeAsync<GrantView>(who, right, async change =>
        {
            var found = await FindAsync(change, id);
            if (found.Value is not { } row)
            {
                return found.Refusal!;
            }

            var before = await GrantViews.OfAsync(change.Db, row, change.Cancel);
            if (expected.Refuse(before) is { } stale)
            {
                return stale;
            }

            if (await set(change, row) is { } invalid)
            {
                return invalid;
            }

            row.Version++;
            var after = await GrantViews.OfAsync(change.Db, row, change.Cancel);
            change.Note(what, GrantViews.Kind, id, before, after);
            return after;
        }, cancel);

    private async ValueTask<Outcome<IssuedGrant>> IssuedAsync(Change change, Grant row, string what, GrantView? before, string? token)
    {
        await change.Db.SaveChangesAsync(change.Cancel);
        var after = await GrantViews.OfAsync(change.Db, row, change.Cancel);
        change.Note(what, GrantViews.Kind, row.Id, before, after);
        return tokens.Show(after, token);
    }

    private static TimeSpan? Limit(long? seconds) => seconds is { } limit ? TimeSpan.FromSeconds(limit) : null;
}
