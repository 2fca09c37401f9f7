using System.Collections.Immutable;
using Gatehouse.Policy.Language;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Reads the policies that a configuration names, and puts its snapshot together.</summary>
internal sealed class PolicyFiles
{
    private readonly SnapshotBuilder _builder = new();

    /// <summary>The snapshot, or null where a policy has an error; findings are added either way.</summary>
    public GatewaySnapshot? Build(GatewayConfig config, ContentStamp stamp, ImmutableArray<FileFinding>.Builder findings)
    {
        var reading = new Reading(stamp, findings);
        var baseline = reading.Text(config.Baseline);
        var input = new SnapshotInput
        {
            Settings = config.Settings,
            Servers = [.. config.Servers.Select(server => new ServerInput(Server(server))
            {
                OrganisationPolicy = baseline,
                Policy = reading.Text(server.Baseline),
            })],
            Grants = [.. config.Grants.Select(grant => new GrantInput
            {
                Facts = grant.Facts,
                ServerId = grant.ServerId,
                Tokens = grant.Token == default ? [] : [new TokenInput(grant.Token, null)],
                Expires = grant.Expires,
                Policy = reading.Text(grant.Policy),
            })],
        };
        var build = _builder.Build(input);
        findings.AddRange(build.Findings);
        return findings.Any(found => found.Finding.Severity == FindingSeverity.Error) ? null : build.Snapshot;
    }

    private static ActiveServer Server(ServerConfig server) => new()
    {
        Facts = server.Facts,
        Entry = server.Entry,
        AlertsOnly = server.AlertsOnly,
        MaySample = server.MaySample,
        MayListRoots = server.MayListRoots,
        Keeping = server.Keeping,
        Statements = server.Statements,
    };

    // A file is read once a build, however many grants name it.
    private sealed class Reading(ContentStamp stamp, ImmutableArray<FileFinding>.Builder findings)
    {
        private readonly Dictionary<string, PolicyText?> _texts = new(StringComparer.Ordinal);

        public PolicyText? Text(PolicyFile? file)
        {
            if (file is null)
            {
                return null;
            }

            if (!_texts.TryGetValue(file.Path, out var text))
            {
                text = stamp.Read(file.Path) is { } utf8 ? new PolicyText(file.Name, utf8) : null;
                _texts[file.Path] = text;
                if (text is null)
                {
                    findings.Add(ConfigFile.Unreadable(file.Name));
                }
            }

            return text;
        }
    }
}
