using System.Collections.Immutable;
using Gatehouse.Gateway.Identity;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Input → snapshot. What did not change since the last build is kept: servers as instances, policies compiled.</summary>
/// <remarks>
/// SECURITY: where a policy of a grant has an error, the grant is denied everything; whether the snapshot is then used
/// at all is the source's own decision. One build at a time.
/// </remarks>
public sealed class SnapshotBuilder
{
    private Dictionary<string, PolicyReading> _readings = new(StringComparer.Ordinal);
    private Dictionary<string, PolicyDecisionPoint> _compiled = new(StringComparer.Ordinal);
    private Dictionary<string, ActiveServer> _servers = new(StringComparer.Ordinal);

    /// <summary>The snapshot, and what is found in the policies.</summary>
    public SnapshotBuild Build(SnapshotInput input)
    {
        var building = new Building(this);
        var servers = input.Servers.ToDictionary(server => server.Server.Id, server => Keep(server.Server), StringComparer.Ordinal);
        var around = input.Servers.ToDictionary(
            server => server.Server.Id, server => (server, Layers: building.Baselines(server)), StringComparer.Ordinal);
        var grants = input.Grants.SelectMany(grant =>
        {
            var (server, baselines) = around[grant.ServerId];
            return Grant(
                grant, server, servers[grant.ServerId], building, [.. baselines, building.Layer(LayerKind.Grant, grant.Policy)],
                building.Observed(server, grant));
        }).ToArray();
        (_readings, _compiled, _servers) = (building.Readings, building.Compiled, servers);
        return new(new GatewaySnapshot(servers.Values, grants, input.Settings), building.Findings.ToImmutable());
    }

    private static IEnumerable<ActiveGrant> Grant(
        GrantInput grant, ServerInput on, ActiveServer server, Building building, ImmutableArray<LayerRead> layers,
        PolicyDecisionPoint? observed)
    {
        var whole = new ActiveGrant
        {
            Facts = grant.Facts,
            Server = server,
            Expires = grant.Expires,
            Policy = building.Compile(layers),
            Observed = observed,
            PolicyHash = grant.Policy?.Hash ?? "",
            Sources = SourceNetworks.Of(grant.Sources),
            Frozen = on.IsOrganisationFrozen ? Freeze.Organisation : on.IsFrozen ? Freeze.Server : grant.Frozen,
            Heartbeat = grant.Heartbeat,
        };
        return grant.Tokens.IsDefaultOrEmpty
            ? [whole]
            : grant.Tokens.Select(token => whole with
            {
                Token = token.Hash,
                Expires = token.Ends is { } ends && ends < grant.Expires ? ends : grant.Expires,
            });
    }

    // The same instance for the same content, so that pools, tool facts and compiled rules that hang on it stay warm.
    private ActiveServer Keep(ActiveServer server) =>
        _servers.TryGetValue(server.Id, out var before)
        && server with { Entry = before.Entry, Statements = before.Statements } == before
        && string.Equals(before.Entry.Fingerprint, server.Entry.Fingerprint, StringComparison.Ordinal)
        && before.Statements.Count == server.Statements.Count
        && before.Statements.All(entry => server.Statements.GetValueOrDefault(entry.Key) == entry.Value)
            ? before
            : server;

    /// <summary>One layer of a grant: none, a sound document, or one that cannot be used.</summary>
    private readonly record struct LayerRead(PolicyLayer? Layer, bool IsBroken);

    private sealed class Building(SnapshotBuilder builder)
    {
        private readonly Dictionary<(LayerKind Kind, string Id, string Hash), LayerRead> _layers = [];

        public Dictionary<string, PolicyReading> Readings { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, PolicyDecisionPoint> Compiled { get; } = new(StringComparer.Ordinal);

        public ImmutableArray<FileFinding>.Builder Findings { get; } = ImmutableArray.CreateBuilder<FileFinding>();

        public ImmutableArray<LayerRead> Baselines(ServerInput server) =>
            [Layer(LayerKind.Organisation, server.OrganisationPolicy), Layer(LayerKind.Server, server.Policy)];

        // Where some policy has a text that is observed: all documents, with that one in its place.
        public PolicyDecisionPoint? Observed(ServerInput server, GrantInput grant) =>
            (server.OrganisationPolicy?.Observed ?? server.Policy?.Observed ?? grant.Policy?.Observed) is null ? null : Compile(
            [
                Layer(LayerKind.Organisation, server.OrganisationPolicy?.Observed ?? server.OrganisationPolicy),
                Layer(LayerKind.Server, server.Policy?.Observed ?? server.Policy),
                Layer(LayerKind.Grant, grant.Policy?.Observed ?? grant.Policy),
            ]);

        public LayerRead Layer(LayerKind kind, PolicyText? text)
        {
            if (text is null)
            {
                return default;
            }

            var key = (kind, text.Id, text.Hash);
            if (!_layers.TryGetValue(key, out var layer))
            {
                layer = Read(text) is { } document ? new(new PolicyLayer(kind, text.Id, document), false) : new(null, true);
                _layers[key] = layer;
            }

            return layer;
        }

        public PolicyDecisionPoint Compile(ImmutableArray<LayerRead> layers)
        {
            // A grant with a document that cannot be read is one without a policy: every call is denied.
            var sound = layers.Any(static layer => layer.IsBroken) ? [] : layers;
            var key = string.Join('\n', sound.Select(static entry => entry.Layer is { } layer ? $"{layer.DocumentId}\t{layer.Document.Hash}" : ""));
            if (!Compiled.TryGetValue(key, out var point))
            {
                point = builder._compiled.GetValueOrDefault(key)
                    ?? PolicyDecisionPoint.Compile([.. sound.Select(static entry => entry.Layer).OfType<PolicyLayer>()]);
                Compiled[key] = point;
            }

            return point;
        }

        private PolicyDocument? Read(PolicyText text)
        {
            if (!Readings.TryGetValue(text.Hash, out var reading))
            {
                reading = builder._readings.GetValueOrDefault(text.Hash) ?? PolicyReader.Read(text.Utf8.Span);
                Readings[text.Hash] = reading;
            }

            Findings.AddRange(reading.Findings.Select(finding => new FileFinding(text.Id, finding)));
            return reading.Document;
        }
    }
}

/// <summary>What building gave.</summary>
/// <param name="Snapshot">The snapshot; a grant whose policies have an error is denied everything in it.</param>
/// <param name="Findings">What is found in the policies, by their ids.</param>
public sealed record SnapshotBuild(GatewaySnapshot Snapshot, ImmutableArray<FileFinding> Findings);
