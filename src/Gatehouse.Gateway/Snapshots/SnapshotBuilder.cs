using System.Collections.Immutable;
using Gatehouse.Policy;
using Gatehouse.Policy.Decisions;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Configuration and policies → snapshot. Policies that did not change are not compiled again.</summary>
internal sealed class SnapshotBuilder
{
    private Dictionary<string, PolicyReading> _readings = new(StringComparer.Ordinal);
    private Dictionary<string, PolicyDecisionPoint> _compiled = new(StringComparer.Ordinal);
    private Dictionary<string, ActiveServer> _servers = new(StringComparer.Ordinal);

    /// <summary>The snapshot, or null where a policy has an error; findings are added either way.</summary>
    public GatewaySnapshot? Build(GatewayConfig config, ContentStamp stamp, ImmutableArray<FileFinding>.Builder findings)
    {
        var building = new Building(this, stamp, findings);
        var organisation = building.Layer(LayerKind.Organisation, config.Baseline);
        var servers = config.Servers.Select(server => Keep(Server(server))).ToDictionary(server => server.Id, StringComparer.Ordinal);
        var baselines = config.Servers.ToDictionary(
            server => server.Facts.Id, server => building.Layer(LayerKind.Server, server.Baseline), StringComparer.Ordinal);
        var grants = config.Grants
            .Select(grant => Grant(
                grant, servers[grant.ServerId], building,
                [organisation, baselines[grant.ServerId], building.Layer(LayerKind.Grant, grant.Policy)]))
            .ToArray();
        if (findings.Any(found => found.Finding.Severity == FindingSeverity.Error))
        {
            return null;
        }

        (_readings, _compiled, _servers) = (building.Readings, building.Compiled, servers);
        return new GatewaySnapshot(servers.Values, grants, config.Settings);
    }

    private static ActiveGrant Grant(GrantConfig grant, ActiveServer server, Building building, ReadOnlySpan<PolicyLayer?> layers)
    {
        var own = layers[^1];
        return new ActiveGrant
        {
            Facts = grant.Facts,
            Server = server,
            Token = grant.Token == default ? null : grant.Token,
            Expires = grant.Expires,
            Policy = building.Compile(layers),
            PolicyHash = own?.Document.Hash ?? "",
        };
    }

    private static ActiveServer Server(ServerConfig server) => new()
    {
        Facts = server.Facts,
        Entry = server.Entry,
        AlertsOnly = server.AlertsOnly,
        MaySample = server.MaySample,
        MayListRoots = server.MayListRoots,
        Statements = server.Statements,
    };

    // The same instance for the same content, so that pools, tool facts and compiled rules that hang on it stay warm.
    private ActiveServer Keep(ActiveServer server) =>
        _servers.TryGetValue(server.Id, out var before)
        && server with { Entry = before.Entry, Statements = before.Statements } == before
        && string.Equals(before.Entry.Fingerprint, server.Entry.Fingerprint, StringComparison.Ordinal)
        && before.Statements.Count == server.Statements.Count
        && before.Statements.All(entry => server.Statements.GetValueOrDefault(entry.Key) == entry.Value)
            ? before
            : server;

    private sealed class Building(SnapshotBuilder builder, ContentStamp stamp, ImmutableArray<FileFinding>.Builder findings)
    {
        private readonly Dictionary<(LayerKind, string), PolicyLayer?> _layers = [];

        public Dictionary<string, PolicyReading> Readings { get; } = new(StringComparer.Ordinal);

        public Dictionary<string, PolicyDecisionPoint> Compiled { get; } = new(StringComparer.Ordinal);

        public PolicyLayer? Layer(LayerKind kind, PolicyFile? file)
        {
            if (file is null)
            {
                return null;
            }

            if (!_layers.TryGetValue((kind, file.Path), out var layer))
            {
                layer = Read(file) is { } document ? new PolicyLayer(kind, file.Name, document) : null;
                _layers[(kind, file.Path)] = layer;
            }

            return layer;
        }

        public PolicyDecisionPoint Compile(ReadOnlySpan<PolicyLayer?> layers)
        {
            var key = string.Join('\n', layers.ToArray().Select(layer => layer is null ? "" : $"{layer.DocumentId}\t{layer.Document.Hash}"));
            if (!Compiled.TryGetValue(key, out var point))
            {
                point = builder._compiled.GetValueOrDefault(key)
                    ?? PolicyDecisionPoint.Compile([.. layers.ToArray().OfType<PolicyLayer>()]);
                Compiled[key] = point;
            }

            return point;
        }

        private PolicyDocument? Read(PolicyFile file)
        {
            if (stamp.Read(file.Path) is not { } text)
            {
                findings.Add(ConfigFile.Unreadable(file.Name));
                return null;
            }

            var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(text));
            if (!Readings.TryGetValue(hash, out var reading))
            {
                reading = builder._readings.GetValueOrDefault(hash) ?? PolicyReader.Read(text);
                Readings[hash] = reading;
            }

            findings.AddRange(reading.Findings.Select(finding => new FileFinding(file.Name, finding)));
            return reading.Document;
        }
    }
}
