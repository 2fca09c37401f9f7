using System.Collections.Immutable;
using Gatehouse.Api.Policies;
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

/// <summary>Everything that past calls are judged with: grants, servers with their tools, documents; all as they are now.</summary>
internal sealed class ReplayScope
{
    private readonly Dictionary<string, (Grant Row, GrantFacts Facts)> _grants;
    private readonly Dictionary<string, (RegisteredServer Row, ServerFacts Facts, ServerTools? Tools)> _servers;
    private readonly Dictionary<string, Lazy<PolicyDocument?>> _documents;
    private readonly Dictionary<(string? Grant, string? Server), PolicyDecisionPoint> _points = [];
    private readonly string? _organisationPolicy;
    private readonly PolicyPlace _place;
    private readonly (string Id, PolicyDocument? Document) _tried;

    private ReplayScope(
        PolicyTrial trial, (string, PolicyDocument?) tried, string? organisationPolicy, Dictionary<string, (Grant, GrantFacts)> grants,
        Dictionary<string, (RegisteredServer, ServerFacts, ServerTools?)> servers, Dictionary<string, Lazy<PolicyDocument?>> documents)
    {
        (_place, _tried, _organisationPolicy, _grants, _servers, _documents) = (trial.Place, tried, organisationPolicy, grants, servers, documents);
    }

    /// <summary>Reads it.</summary>
    /// <param name="db">The tables.</param>
    /// <param name="pinned">The tools.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="trial">Where the document stands.</param>
    /// <param name="tried">What is tried; no document for what is in force.</param>
    /// <param name="cancel">Gives up.</param>
    public static async Task<ReplayScope> ReadAsync(
        ControlDb db, PinnedTools pinned, Principal who, PolicyTrial trial, (string, PolicyDocument?) tried, CancellationToken cancel)
    {
        await using var transaction = await ReadTransaction.BeginAsync(db, cancel);
        var baseline = await db.Organisations.Where(row => row.Id == who.OrganisationId).Select(row => row.BaselinePolicyId).SingleAsync(cancel);
        var grants = await db.Grants.AsNoTracking().Where(row => row.OrganisationId == who.OrganisationId).ToListAsync(cancel);
        var servers = await ServerRows.Of(db, who).AsNoTracking().ToListAsync(cancel);
        var used = grants.Select(row => row.PolicyId).Concat(servers.Select(row => row.BaselinePolicyId)).Append(baseline)
            .OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var texts = await (
            from policy in db.Policies.AsNoTracking()
            join version in db.PolicyVersions.AsNoTracking()
                on new { policy.Id, Number = policy.CurrentNumber } equals new { Id = version.PolicyId, version.Number }
            where policy.OrganisationId == who.OrganisationId && used.Contains(policy.Id)
            select new { policy.Id, version.Document }).ToListAsync(cancel);
        return new ReplayScope(
            trial, tried, baseline,
            grants.ToDictionary(row => row.Id, row => (row, new GrantFacts(row.Id, row.Label, GrantTags.Facts(row.Tags))), StringComparer.Ordinal),
            servers.ToDictionary(row => row.Id, row => (row, new ServerFacts(row.Id, row.Name), pinned.Of(row)), StringComparer.Ordinal),
            texts.ToDictionary(
                row => row.Id, row => new Lazy<PolicyDocument?>(() => PolicyReader.Read(row.Document).Document), StringComparer.Ordinal));
    }

    /// <summary>Whether the tried document would decide for calls of the grant.</summary>
    /// <param name="grantId">The grant.</param>
    /// <param name="policyId">Only where this policy is in its place; null for every grant.</param>
    public bool Concerns(string grantId, string? policyId) =>
        Find(grantId) is { } held && (policyId is null || policyId == _place switch
        {
            PolicyPlace.Organisation => _organisationPolicy,
            PolicyPlace.Server => held.Server.Row.BaselinePolicyId,
            _ => held.Grant.Row.PolicyId,
        });

    /// <summary>Whether a policy is in any place that decides for calls of the grant.</summary>
    public bool Uses(string grantId, string policyId) => Find(grantId) is { } held
        && (policyId == _organisationPolicy || policyId == held.Server.Row.BaselinePolicyId || policyId == held.Grant.Row.PolicyId);

    /// <summary>What a call of the grant is judged with; null for a grant or a server that is no more.</summary>
    public (PolicyDecisionPoint Point, GrantFacts Grant, ServerFacts Server, ToolFacts Tool)? Of(string grantId, string tool)
    {
        if (Find(grantId) is not var (grant, server))
        {
            return null;
        }

        var key = (grant.Row.PolicyId, server.Row.BaselinePolicyId);
        if (!_points.TryGetValue(key, out var point))
        {
            _points[key] = point = PolicyDecisionPoint.Compile(Layers(key.PolicyId, key.BaselinePolicyId));
        }

        return (point, grant.Facts, server.Facts, server.Tools?.Find(tool) ?? new ToolFacts { Name = tool, Standing = ToolStanding.Unknown });
    }

    private ((Grant Row, GrantFacts Facts) Grant, (RegisteredServer Row, ServerFacts Facts, ServerTools? Tools) Server)? Find(string grantId) =>
        _grants.TryGetValue(grantId, out var grant) && _servers.TryGetValue(grant.Row.ServerId, out var server) ? (grant, server) : null;

    // INVARIANT: as in force: where a document that is attached cannot be used, everything is denied.
    private ImmutableArray<PolicyLayer> Layers(string? grantPolicy, string? serverPolicy)
    {
        var layers = ImmutableArray.CreateBuilder<PolicyLayer>(3);
        foreach (var (place, kind, attached) in new[]
        {
            (PolicyPlace.Organisation, LayerKind.Organisation, _organisationPolicy),
            (PolicyPlace.Server, LayerKind.Server, serverPolicy),
            (PolicyPlace.Grant, LayerKind.Grant, grantPolicy),
        })
        {
            if (place == _place && _tried.Document is { } document)
            {
                layers.Add(new PolicyLayer(kind, _tried.Id, document));
            }
            else if (attached is not null)
            {
                if (_documents.GetValueOrDefault(attached)?.Value is not { } held)
                {
                    return [];
                }

                layers.Add(new PolicyLayer(kind, attached, held));
            }
        }

        return layers.ToImmutable();
    }
}
