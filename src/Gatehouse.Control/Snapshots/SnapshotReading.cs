using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Gatehouse.Api.Servers;
using Gatehouse.Control.Accounts;
using Gatehouse.Control.Connections;
using Gatehouse.Control.Grants;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Snapshots;

/// <summary>Everything in force, out of the tables.</summary>
internal sealed class SnapshotReading(PlaneSettings settings, EntryOf entries, AccountReading accounts, Beats beats)
{
    private readonly PolicyTexts _texts = new();

    /// <summary>Reads it in one transaction, so that what belongs together is seen together.</summary>
    public async Task<(SnapshotInput Input, long Revision)> ReadAsync(ControlDb db, DateTimeOffset now, CancellationToken cancel)
    {
        await using var transaction = await ReadTransaction.BeginAsync(db, cancel);
        var revision = await db.Revisions.AsNoTracking().Select(row => row.Number).SingleAsync(cancel);
        var organisations = await db.Organisations.AsNoTracking().ToDictionaryAsync(row => row.Id, StringComparer.Ordinal, cancel);
        var servers = await db.Servers.AsNoTracking().Where(row => row.Retired == null).ToListAsync(cancel);
        var secrets = (await db.ServerSecrets.AsNoTracking().ToListAsync(cancel)).ToLookup(row => row.ServerId, StringComparer.Ordinal);
        var grants = await db.Grants.AsNoTracking().Where(row => row.Revoked == null && row.Expires > now).ToListAsync(cancel);
        var tokens = (await db.GrantTokens.AsNoTracking().ToListAsync(cancel)).ToLookup(row => row.GrantId, StringComparer.Ordinal);
        var signedInClients = await ConnectionTokens.ReadAsync(db, now, cancel);
        var used = organisations.Values.Select(row => row.BaselinePolicyId)
            .Concat(servers.Select(row => row.BaselinePolicyId)).Concat(grants.Select(row => row.PolicyId))
            .OfType<string>().ToHashSet(StringComparer.Ordinal);
        var signedIn = await accounts.ReadAsync(db, servers, grants, cancel);
        var texts = await _texts.ReadAsync(db, used, cancel);

        var known = servers.Select(row => row.Id).ToHashSet(StringComparer.Ordinal);
        beats.Keep(grants.Select(row => row.Id).ToHashSet(StringComparer.Ordinal));
        return (
            new SnapshotInput
            {
                Settings = settings.Gateway,
                Servers = [.. servers.Select(row => Server(row, organisations[row.OrganisationId], secrets[row.Id], signedIn.Contains(row.Id), texts))],
                Grants = [.. grants.Where(row => known.Contains(row.ServerId)).Select(row => Grant(row, tokens[row.Id], signedInClients[row.Id], texts, now))],
            },
            revision);
    }

    private ServerInput Server(
        RegisteredServer row, Organisation organisation, IEnumerable<ServerSecret> secrets, bool isSignedIn,
        IReadOnlyDictionary<string, PolicyText> texts) =>
        new(new ActiveServer
        {
            Facts = new ServerFacts(row.Id, row.Name),
            Entry = entries.Server(row, secrets, isSignedIn),
            AlertsOnly = row.OnDefinitionChange == DefinitionChange.Alert,
            MaySample = row.MaySample,
            MayListRoots = row.MayListRoots,
            Keeping = ArgumentStorings.Keeping(row),
            Statements = row.IsOfFile && settings.Declared?.Server(row.Id) is { } declared ? declared.Statements : FrozenDictionary<string, ToolStatement>.Empty,
        })
        {
            OrganisationPolicy = Text(organisation.BaselinePolicyId, texts),
            Policy = Text(row.BaselinePolicyId, texts),
            IsOrganisationFrozen = organisation.Frozen is not null,
            IsFrozen = row.Frozen is not null,
        };

    private GrantInput Grant(
        Grant row, IEnumerable<IssuedToken> tokens, IEnumerable<TokenInput> ofClients, IReadOnlyDictionary<string, PolicyText> texts, DateTimeOffset now)
    {
        var due = Heartbeat.DueOf(row);
        return new GrantInput
        {
            Facts = new GrantFacts(row.Id, row.Label, GrantTags.Facts(row.Tags)),
            ServerId = row.ServerId,
            Tokens = [.. tokens.Select(token => new TokenInput(TokenHash.FromHex(token.Hash)!.Value, token.ValidUntil)), .. ofClients],
            Expires = row.Expires,
            Policy = Text(row.PolicyId, texts),
            Sources = [.. row.Networks.Select(network => IPNetwork.Parse(network))],
            Heartbeat = row.HeartbeatLimit is { } limit ? new HeartbeatTerm(limit, beats.Came(row.Id, Heartbeat.LastOf(row))) : null,
            Frozen = row.Frozen is null ? null : due <= now ? Freeze.Heartbeat : Freeze.Grant,
        };
    }

    // A policy that is attached and not there is one that cannot be read: its text has an error, and denies.
    private static PolicyText? Text(string? id, IReadOnlyDictionary<string, PolicyText> texts) =>
        id is null ? null : texts.GetValueOrDefault(id) ?? new PolicyText(id, ReadOnlyMemory<byte>.Empty);
}
