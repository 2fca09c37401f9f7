using System.Collections.Immutable;
using Gatehouse.Api;
using Gatehouse.Api.Organisations;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Declared;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Paging;
using Gatehouse.Control.People;
using Gatehouse.Control.Policies;
using Gatehouse.Control.Snapshots;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.BuiltIn;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Ledger.Approvals;
using Gatehouse.Ledger.Pins;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Servers;

/// <summary>What may be done with the servers of an organisation.</summary>
internal sealed class ServerAdministration(
    ControlDb db, ControlStore store, Pages pages, ServerViews views, ServerAddress address, PlaneSettings settings)
{
    private const int LongestName = 100;
    private const int LongestDescription = 2000;

    /// <summary>Servers, oldest first.</summary>
    public async ValueTask<Outcome<Page<ServerView>>> ListAsync(Principal who, PageQuery query, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadServers) is { } lacking)
        {
            return lacking;
        }

        var rows = await pages.ReadAsync(who, "servers", ServerRows.Of(db, who).AsNoTracking(), query, static row => row, cancel);
        return rows.Value is { } page
            ? new Page<ServerView>([.. (await views.OfAsync(db, page.Items, cancel)).Select(view => ServerViews.For(who, view))], page.Next)
            : rows.Refusal!;
    }

    /// <summary>One server.</summary>
    public async ValueTask<Outcome<ServerView>> ReadAsync(Principal who, string id, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadServers) is { } lacking)
        {
            return lacking;
        }

        var found = await ServerRows.ReadAsync(db, who, id, cancel);
        return found.Value is { } row ? ServerViews.For(who, await views.OfAsync(db, row, cancel)) : found.Refusal!;
    }

    /// <summary>Registers a server.</summary>
    /// <remarks>Faults: <c>value-invalid</c>, <c>url-invalid</c>, <c>address-refused</c>, <c>server-id-taken</c>, <c>server-id-reserved</c>,
    /// <c>stdio-entry-unknown</c>, <c>server-address-needed</c>.</remarks>
    public async ValueTask<Outcome<ServerView>> CreateAsync(Principal who, NewServer server, Repeat? repeat, CancellationToken cancel)
    {
        // ORDER: names are looked up before the transaction, which nobody should wait for.
        if (who.Lacks(Right.ChangeServers) is { } lacking)
        {
            return lacking;
        }

        if (await InvalidAsync(server, cancel) is { } invalid)
        {
            return invalid;
        }

        return await store.ChangeAsync<ServerView>(who, Right.ChangeServers, async change =>
        {
            if (await change.Db.Servers.AnyAsync(row => row.Id == server.Id, change.Cancel))
            {
                return new Fault(ServerFaults.IdTaken, $"the id `{server.Id}` is taken", "ids are never given again; choose another");
            }

            var row = new RegisteredServer
            {
                Id = server.Id,
                OrganisationId = change.Who.OrganisationId,
                Name = server.Name ?? server.Id,
                Description = server.Description ?? "",
                Tags = [.. server.Tags ?? []],
                Url = server.Url,
                StdioEntry = server.StdioEntry,
                Transport = server.Transport,
                OnDefinitionChange = server.OnDefinitionChange,
                MaySample = server.MaySample,
                MayListRoots = server.MayListRoots,
                StoreArguments = ArgumentStorings.Text(server.StoreArguments),
                Created = change.Now,
            };
            change.Db.Servers.Add(row);
            var view = await views.OfAsync(change.Db, row, change.Cancel);
            change.Note<ServerView>("server.created", ServerRows.Kind, row.Id, null, view);
            return view;
        }, cancel, repeat);
    }

    /// <summary>Changes a server. With another address, its secrets are not sent and its waiting calls are void.</summary>
    /// <remarks>Faults: as of creating; <c>match-missing</c>, <c>match-stale</c>.</remarks>
    public async ValueTask<Outcome<ServerView>> ChangeAsync(
        Principal who, string id, ServerEdit edit, Expected expected, CancellationToken cancel)
    {
        if (who.Lacks(Right.ChangeServers) is { } lacking)
        {
            return lacking;
        }

        if (await InvalidAsync(edit, cancel) is { } invalid)
        {
            return invalid;
        }

        return await ChangeAsync(who, Right.ChangeServers, id, "server.changed", expected, (change, row) =>
        {
            if (DeclaredFaults.Refuse(row.IsOfFile, ServerRows.Kind) is { } kept)
            {
                return kept;
            }

            if (edit.Url.IsGiven && row.Url is null)
            {
                return ControlFaults.Invalid("url", "does not go with a server that the operator's file starts");
            }

            if ((edit.Url.IsGiven && edit.Url.Value != row.Url) || (edit.Transport ?? row.Transport) != row.Transport)
            {
                ApprovalVoids.OfServer(change.Transaction, row.Id);
            }

            row.Name = edit.Name.Over(row.Name) ?? row.Id;
            row.Description = edit.Description.Over(row.Description) ?? "";
            row.Tags = edit.Tags.IsGiven ? [.. edit.Tags.Value ?? []] : row.Tags;
            row.Url = edit.Url.Over(row.Url);
            row.Transport = edit.Transport ?? row.Transport;
            row.OnDefinitionChange = edit.OnDefinitionChange ?? row.OnDefinitionChange;
            row.MaySample = edit.MaySample ?? row.MaySample;
            row.MayListRoots = edit.MayListRoots ?? row.MayListRoots;
            row.StoreArguments = edit.StoreArguments.IsGiven ? ArgumentStorings.Text(edit.StoreArguments.Value) : row.StoreArguments;
            return null;
        }, cancel);
    }

    /// <summary>Puts a policy above the grants of a server, or takes it off.</summary>
    public async ValueTask<Outcome<ServerView>> SetBaselineAsync(
        Principal who, string id, BaselineChoice choice, Expected expected, CancellationToken cancel) =>
        await ChangeAsync(who, Right.AttachPolicies, id, "server.baseline_set", expected, async (change, row) =>
        {
            if ((DeclaredFaults.Refuse(row.IsOfFile, ServerRows.Kind)
                ?? await PolicyRows.UnattachableAsync(change, choice.PolicyId, "policy_id")) is { } unattachable)
            {
                return unattachable;
            }

            row.BaselinePolicyId = choice.PolicyId;
            return null;
        }, cancel);

    /// <summary>Denies every call of a server from now on; what waits for a person is void. One that is frozen stays as it is.</summary>
    public ValueTask<Outcome<ServerView>> FreezeAsync(Principal who, string id, NewFreeze freeze, CancellationToken cancel) =>
        ChangeAsync(who, Right.Freeze, id, "server.frozen", Expected.Any, (change, row) =>
        {
            if (freeze.Why is not null && Text.Invalid("why", freeze.Why, FreezeMark.LongestWhy) is { } invalid)
            {
                return invalid;
            }

            row.Frozen ??= new FreezeMark { At = change.Now, By = change.Who.Label, Why = freeze.Why };
            ApprovalVoids.OfServer(change.Transaction, row.Id);
            return null;
        }, cancel);

    /// <summary>Lets calls through again.</summary>
    public ValueTask<Outcome<ServerView>> ThawAsync(Principal who, string id, CancellationToken cancel) =>
        ChangeAsync(who, Right.Freeze, id, "server.thawed", Expected.Any, static (_, row) =>
        {
            row.Frozen = null;
            return null;
        }, cancel);

    /// <summary>Removes a server: its grants end, its secrets and pinned definitions go, and its id is never given again.</summary>
    public async ValueTask<Outcome<Done>> RemoveAsync(Principal who, string id, Expected expected, CancellationToken cancel)
    {
        PinChange? unpinned = null;
        var removed = await store.ChangeAsync<Done>(who, Right.ChangeServers, async change =>
        {
            var found = await ServerRows.FindAsync(change, id);
            if (found.Value is not { } row)
            {
                return found.Refusal!;
            }

            var before = await views.OfAsync(change.Db, row, change.Cancel);
            if (expected.Refuse(before) is { } stale)
            {
                return stale;
            }

            if (DeclaredFaults.Refuse(row.IsOfFile, ServerRows.Kind) is { } kept)
            {
                return kept;
            }

            foreach (var grant in await change.Db.Grants.Where(grant => grant.ServerId == id && grant.Revoked == null).ToListAsync(change.Cancel))
            {
                await GrantRevocation.RunAsync(change, grant);
            }

            await change.Db.ServerSecrets.Where(secret => secret.ServerId == id).ExecuteDeleteAsync(change.Cancel);
            await change.Db.PendingAccounts.Where(row => row.ServerId == id).ExecuteDeleteAsync(change.Cancel);
            await change.Db.UpstreamAccounts.Where(row => row.ServerId == id).ExecuteDeleteAsync(change.Cancel);
            await change.Db.ServerAuth.Where(row => row.ServerId == id).ExecuteDeleteAsync(change.Cancel);
            ApprovalVoids.OfServer(change.Transaction, id);
            unpinned = settings.Pins.Forget(change.Transaction, id);
            (row.Retired, row.Version) = (change.Now, row.Version + 1);
            change.Note<ServerView>("server.removed", ServerRows.Kind, id, before, null);
            return Done.It;
        }, cancel);
        if (removed.Value is not null)
        {
            unpinned?.TakeEffect();
        }

        return removed;
    }

    private ValueTask<Outcome<ServerView>> ChangeAsync(
        Principal who, Right right, string id, string what, Expected expected, Func<Change, RegisteredServer, Refusal?> set,
        CancellationToken cancel) =>
        ChangeAsync(who, right, id, what, expected, (change, row) => new ValueTask<Refusal?>(set(change, row)), cancel);

    private ValueTask<Outcome<ServerView>> ChangeAsync(
        Principal who, Right right, string id, string what, Expected expected, Func<Change, RegisteredServer, ValueTask<Refusal?>> set,
        CancellationToken cancel) =>
        store.ChangeAsync<ServerView>(who, right, async change =>
        {
            var found = await ServerRows.FindAsync(change, id);
            if (found.Value is not { } row)
            {
                return found.Refusal!;
            }

            var before = await views.OfAsync(change.Db, row, change.Cancel);
            if ((expected.Refuse(before) ?? await set(change, row)) is { } refusal)
            {
                return refusal;
            }

            row.Version++;
            var after = await views.OfAsync(change.Db, row, change.Cancel);
            change.Note(what, ServerRows.Kind, row.Id, before, after);
            return ServerViews.For(who, after);
        }, cancel);

    private async ValueTask<Fault?> InvalidAsync(NewServer server, CancellationToken cancel) =>
        !ServerReading.IsId(server.Id) ? ControlFaults.Invalid("id", "is not 1 to 64 of `a-z 0-9 -`")
        : server.Id == BuiltInId.Word ? ServerFaults.Reserved
        : (server.Url is null) == (server.StdioEntry is null)
            ? new Fault(ServerFaults.AddressNeeded, "a server has either `url` or `stdio_entry`")
        : server.StdioEntry is { } entry && !settings.StdioEntries.ContainsKey(entry)
            ? new Fault(
                ServerFaults.EntryUnknown, $"the operator's file has no entry `{ControlFaults.Shown(entry)}`",
                "commands are never taken from here; have the operator add one")
        : InvalidText(server.Name, server.Description, server.Tags)
            ?? ArgumentStorings.Invalid(server.StoreArguments)
            ?? (server.Url is { } url ? await address.RefuseAsync(url, cancel) : null);

    private async ValueTask<Fault?> InvalidAsync(ServerEdit edit, CancellationToken cancel) =>
        edit.Url is { IsGiven: true, Value: null } ? ControlFaults.Invalid("url", "cannot be taken away")
        : InvalidText(edit.Name.Value, edit.Description.Value, edit.Tags.Value)
            ?? ArgumentStorings.Invalid(edit.StoreArguments.Value)
            ?? (edit.Url.Value is { } url ? await address.RefuseAsync(url, cancel) : null);

    private static Fault? InvalidText(string? name, string? description, ImmutableArray<string>? tags) =>
        (name is null ? null : Text.Invalid("name", name, LongestName))
        ?? (string.IsNullOrEmpty(description) ? null : Text.Invalid("description", description, LongestDescription))
        ?? (tags is { } words ? GrantTags.Invalid(words) : null);
}
