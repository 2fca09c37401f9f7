using System.Collections;
using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Gateway.Hosting;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Policy;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Cli.Hosting;

/// <summary>The one server and the one grant of <c>gatehouse run</c>, as a configuration of their own.</summary>
internal sealed class WrappedServer(
    string name, string policy, IReadOnlyList<string> command, string? upstream, IReadOnlyList<string> headers, bool isSse,
    IReadOnlyCollection<string> allowed)
{
    /// <summary>The id of the one grant.</summary>
    public const string GrantId = "local";

    private readonly PolicyFiles _policies = new();

    /// <summary>Its counters, records and definitions are kept under this name.</summary>
    public string Name => name;

    /// <summary>What is wrong with the command line itself; empty where nothing is.</summary>
    public ImmutableArray<Fault> Check()
    {
        var sink = new FindingSink();
        Entry(sink, new ContentStamp());
        return [.. sink.Resolve([])
            .Where(finding => finding.Severity == FindingSeverity.Error)
            .Select(finding => new Fault(new(finding.Code), finding.Message, finding.Hint))];
    }

    /// <summary>How the server is reached; null where the command line is wrong.</summary>
    public UpstreamEntry? Reach() => Entry(new FindingSink(), new ContentStamp());

    /// <summary>Reads the policy and resolves the headers anew.</summary>
    public ConfigLoad Load()
    {
        var findings = ImmutableArray.CreateBuilder<FileFinding>();
        var stamp = new ContentStamp();
        var sink = new FindingSink();
        var entry = Entry(sink, stamp);
        findings.AddRange(sink.Resolve([]).Select(finding => new FileFinding("command line", finding)));
        if (entry is null)
        {
            return new(null, null, findings.ToImmutable()) { Stamp = stamp };
        }

        var config = new GatewayConfig
        {
            Settings = new GatewaySettings(),
            Servers =
            [
                new ServerConfig(
                    new ServerFacts(name, name), entry, AlertsOnly: false,
                    allowed.Contains(ServerReading.Sampling), allowed.Contains(ServerReading.Roots),
                    FrozenDictionary<string, ToolStatement>.Empty, Baseline: null),
            ],
            Grants =
            [
                new GrantConfig(
                    new GrantFacts(GrantId, GrantId, FrozenDictionary<string, string>.Empty), name, default,
                    DateTimeOffset.MaxValue, new PolicyFile(policy, Path.GetFullPath(policy))),
            ],
        };
        return new(config, _policies.Build(config, stamp, findings), findings.ToImmutable()) { Stamp = stamp };
    }

    private UpstreamEntry? Entry(FindingSink sink, ContentStamp stamp)
    {
        var place = new JsonValue(0, null, null, 0);
        if (!ServerReading.IsId(name))
        {
            sink.Add(ConfigFindings.ServerIdInvalid, place, "`--name` is no name for a server", "write 1 to 64 of a-z, 0-9 and -");
            return null;
        }

        if ((upstream is null) == (command.Count == 0))
        {
            sink.Add(ConfigFindings.ServerWayInvalid, place,
                "exactly one is needed: a command after `--`, or `--upstream`");
            return null;
        }

        var secrets = new List<string>();
        UpstreamEntry? entry = upstream is null ? Stdio() : Http(upstream, sink, stamp, secrets);
        return entry is null || sink.HasErrors
            ? null
            : (entry with { Secrets = [.. secrets] }) is var whole ? whole with { Fingerprint = Fingerprints.Of(whole) } : null;
    }

    // An MCP client hands its server's secrets over in the environment of the command that it starts: this one.
    private UpstreamEntry.Stdio Stdio() => new()
    {
        ServerId = name,
        Fingerprint = "",
        Command = [.. command],
        Environment = Environment.GetEnvironmentVariables().Cast<DictionaryEntry>()
            .Where(static entry => !string.Equals((string)entry.Key, SocketThreads.Variable, StringComparison.Ordinal))
            .ToFrozenDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal),
        MaxProcessesPerGrant = 4,
        IdleTimeout = TimeSpan.FromDays(7),
    };

    private UpstreamEntry.Http? Http(string address, FindingSink sink, ContentStamp stamp, List<string> secrets)
    {
        if (ServerReading.Url(address) is not { } url)
        {
            sink.Add(ConfigFindings.UrlInvalid, new JsonValue(0, null, null, 0), "`--upstream` is not an address of a server", "write it like https://mcp.example.com/mcp");
            return null;
        }

        var references = new SecretReferences(sink, Environment.GetEnvironmentVariable, stamp);
        var sent = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var header in headers)
        {
            var parts = header.Split(':', 2, StringSplitOptions.TrimEntries);
            var place = new JsonValue(0, null, null, 0) { Kind = System.Text.Json.JsonValueKind.String, Text = parts[^1] };
            if (parts.Length < 2)
            {
                sink.Add(ConfigFindings.HeaderInvalid, place, "a `--header` is not `NAME: VALUE`");
            }
            else if (references.Resolve(place) is { } resolved)
            {
                ServerReading.AddHeader(sink, new JsonMember(parts[0], 0, place), resolved, sent, secrets);
            }
        }

        return new UpstreamEntry.Http
        {
            ServerId = name, Fingerprint = "", Url = url, Headers = sent.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase), IsSse = isSse,
        };
    }
}
