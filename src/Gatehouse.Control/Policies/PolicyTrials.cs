using System.Collections.Immutable;
using Gatehouse.Api.Policies;
using Gatehouse.Control.Faults;
using Gatehouse.Control.Grants;
using Gatehouse.Control.People;
using Gatehouse.Control.Servers;
using Gatehouse.Control.Storage;
using Gatehouse.Gateway.Tools;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;
using Microsoft.EntityFrameworkCore;

namespace Gatehouse.Control.Policies;

/// <summary>Puts together the documents that would decide: what is tried in its place, what is in force in the others.</summary>
internal sealed class PolicyTrials(ControlDb db, PinnedTools pinned)
{
    private const string Tried = "tried";

    // Over which a baseline is tried where nobody says for which grant: it forbids nothing, so only baselines speak.
    private static readonly PolicyDocument _open =
        PolicyReader.Read("""{"version":"1","default":"allow","resources":["*"],"prompts":["*"]}"""u8).Document!;

    /// <summary>Reads it.</summary>
    /// <remarks>Faults: <c>not-found</c> for the policy, <c>policy-invalid</c> with findings, <c>value-invalid</c>.</remarks>
    public async ValueTask<Outcome<ReadTrial>> ReadAsync(Principal who, PolicyTrial trial, CancellationToken cancel)
    {
        if (who.Lacks(Right.ReadPolicies) is { } lacking)
        {
            return lacking;
        }

        await using var transaction = await ReadTransaction.BeginAsync(db, cancel);
        var grant = trial.GrantId is null ? null : await db.Grants.AsNoTracking()
            .SingleOrDefaultAsync(row => row.Id == trial.GrantId && row.OrganisationId == who.OrganisationId && row.Revoked == null, cancel);
        if (grant is null && trial.GrantId is not null)
        {
            return ControlFaults.Invalid("grant_id", "is no grant of the organisation");
        }

        var serverId = grant?.ServerId ?? trial.ServerId;
        var server = serverId is null ? null : await ServerRows.Of(db, who).AsNoTracking().SingleOrDefaultAsync(row => row.Id == serverId, cancel);
        if ((server is null && serverId is not null) || (trial.ServerId is not null && trial.ServerId != serverId))
        {
            return ControlFaults.Invalid("server_id", server is null ? "is no server of the organisation" : "is not the server of the grant");
        }

        var tried = await TriedAsync(who, trial, cancel);
        if (tried.Refusal is { } refusal)
        {
            return refusal;
        }

        var organisation = await db.Organisations.AsNoTracking().SingleAsync(row => row.Id == who.OrganisationId, cancel);
        var layers = ImmutableArray.CreateBuilder<PolicyLayer>(3);
        foreach (var (place, kind, attached) in new[]
        {
            (PolicyPlace.Organisation, LayerKind.Organisation, organisation.BaselinePolicyId),
            (PolicyPlace.Server, LayerKind.Server, server?.BaselinePolicyId),
            (PolicyPlace.Grant, LayerKind.Grant, grant?.PolicyId),
        })
        {
            if (place == trial.Place && tried.Value is { Document: { } document } one)
            {
                layers.Add(new PolicyLayer(kind, one.Id, document));
            }
            else if (attached is not null)
            {
                // INVARIANT: as in force: where a document that is attached cannot be used, everything is denied.
                if (await InForceAsync(attached, cancel) is not { } held)
                {
                    return new ReadTrial([], server, grant, server is null ? null : pinned.Of(server)) { Tried = (tried.Value!.Id, tried.Value.Document) };
                }

                layers.Add(new PolicyLayer(kind, attached, held));
            }
            else if (place == PolicyPlace.Grant && grant is null && trial.Place != PolicyPlace.Grant)
            {
                layers.Add(new PolicyLayer(kind, Tried, _open));
            }
        }

        return new ReadTrial(layers.ToImmutable(), server, grant, server is null ? null : pinned.Of(server)) { Tried = (tried.Value!.Id, tried.Value.Document) };
    }

    // The text to try; no document where what is in force is asked for.
    private async ValueTask<Outcome<TriedText>> TriedAsync(Principal who, PolicyTrial trial, CancellationToken cancel)
    {
        byte[]? text = trial.Document is null ? null : PolicyChecks.Bytes(trial.Document);
        if (trial.PolicyId is { } id)
        {
            var found = await PolicyRows.ReadAsync(db, who, id, cancel);
            if (found.Value is not { } row)
            {
                return ControlFaults.Invalid("policy_id", "is no policy of the organisation");
            }

            text ??= (await PolicyRows.VersionAsync(db, id, trial.Number ?? row.CurrentNumber, cancel))?.Document;
            if (text is null)
            {
                return ControlFaults.Invalid("number", "is no version of the policy");
            }
        }

        if (text is null)
        {
            return new TriedText(Tried, null);
        }

        var reading = PolicyReader.Read(text);
        return reading.Document is { } document
            ? new TriedText(trial.PolicyId ?? Tried, document)
            : PolicyChecks.Refuse(reading.Findings, isConfirmed: true)!;
    }

    private async Task<PolicyDocument?> InForceAsync(string id, CancellationToken cancel)
    {
        var text = await (
            from policy in db.Policies.AsNoTracking()
            join version in db.PolicyVersions.AsNoTracking()
                on new { policy.Id, Number = policy.CurrentNumber } equals new { Id = version.PolicyId, version.Number }
            where policy.Id == id
            select version.Document).SingleOrDefaultAsync(cancel);
        return text is null ? null : PolicyReader.Read(text).Document;
    }

    private sealed record TriedText(string Id, PolicyDocument? Document);
}

/// <summary>The documents that would decide, and what they would decide about.</summary>
/// <param name="Layers">Organisation first; without a grant's layer everything is denied.</param>
/// <param name="Server">The server, or null.</param>
/// <param name="Grant">The grant, or null.</param>
/// <param name="Tools">The server's tools; null where none was ever accepted, or there is no server.</param>
internal sealed record ReadTrial(ImmutableArray<PolicyLayer> Layers, RegisteredServer? Server, Grant? Grant, ServerTools? Tools)
{
    /// <summary>What is tried, and under which id; no document where it is what is in force.</summary>
    public required (string Id, PolicyDocument? Document) Tried { get; init; }

    /// <summary>The decision point of these documents.</summary>
    public PolicyDecisionPoint Point { get; } = PolicyDecisionPoint.Compile(Layers);

    /// <summary>The facts of a tool. Without a server every tool exists, as in test files.</summary>
    public ToolFacts Tool(string name) => Server is null
        ? new ToolFacts { Name = name, Standing = ToolStanding.Accepted, InputSchema = "{}"u8.ToArray() }
        : Tools?.Find(name) ?? new ToolFacts { Name = name, Standing = ToolStanding.Unknown };

    /// <summary>The server as conditions see it.</summary>
    public ServerFacts ServerFacts => Server is null ? new("server", "server") : new(Server.Id, Server.Name);

    /// <summary>The grant as conditions see it.</summary>
    public GrantFacts GrantFacts => Grant is null
        ? new("grant", "grant", System.Collections.Frozen.FrozenDictionary<string, string>.Empty)
        : new(Grant.Id, Grant.Label, GrantTags.Facts(Grant.Tags));
}
