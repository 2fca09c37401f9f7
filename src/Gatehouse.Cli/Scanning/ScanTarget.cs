using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Cli.Stack;
using Gatehouse.Gateway.Hosting;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Policy;

namespace Gatehouse.Cli.Scanning;

/// <summary>A server that a scan asks: once, in however many configurations it stands.</summary>
internal sealed record ScanTarget
{
    // As much as a hostile list may take, once; the caps of tools and texts are applied to it.
    private const int MaxAnswer = 64 * 1024 * 1024;

    /// <summary>Its id in the report: the name, made one of a-z, 0-9 and -, and unique.</summary>
    public required string Id { get; init; }

    /// <summary>The entries of configurations that mean it.</summary>
    public ImmutableArray<ConfiguredServer> Places { get; init; } = [];

    /// <summary>Its command or address as it may be shown.</summary>
    public required string Shown { get; init; }

    /// <summary>How it is reached; null where it cannot be.</summary>
    public UpstreamEntry? Entry { get; init; }

    /// <summary>Why it cannot be asked at all.</summary>
    public Fault? Fault { get; init; }

    /// <summary>Values that may be secrets, to be taken out of what it says.</summary>
    public ImmutableArray<string> Secrets { get; init; } = [];

    /// <summary>The servers of all configurations, each once. Those that a client has switched off are left out.</summary>
    public static ImmutableArray<ScanTarget> Of(IEnumerable<ConfiguredServer> servers, TimeSpan patience)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        return [.. servers.Where(server => !server.IsDisabled).GroupBy(server => server.Key, StringComparer.Ordinal)
            .Select(group => Of([.. group], Unique(group.First(), taken), patience))];
    }

    private static ScanTarget Of(ImmutableArray<ConfiguredServer> places, string id, TimeSpan patience)
    {
        var server = places[0];
        var target = new ScanTarget
        {
            Id = id,
            Places = places,
            Secrets = server.Secrets,
            Shown = server.Address is { } address ? SecretWords.Show(address) : SecretWords.Show(server.Command),
        };
        if (!server.Missing.IsEmpty)
        {
            return target with
            {
                Fault = new Fault(
                    new("variable-missing"), $"it needs {string.Join(", ", server.Missing.Select(name => $"`{name}`"))}",
                    "set the variable and scan again; what only the client knows cannot be put in"),
            };
        }

        UpstreamEntry? entry = server.Address is { } url ? Http(server, id, url) : Stdio(server, id);
        if (entry is null)
        {
            return target with { Fault = new Fault(new("url-invalid"), "its address is none that the gateway could connect to") };
        }

        entry = entry with { AnswerTimeout = patience, MaxAnswerBytes = MaxAnswer };
        return target with { Entry = entry with { Fingerprint = Fingerprints.Of(entry) } };
    }

    private static UpstreamEntry.Http? Http(ConfiguredServer server, string id, string address) =>
        ServerReading.Url(address) is { } url && server.Headers.All(header => HeaderRules.Check(header.Key, header.Value) is null)
            ? new UpstreamEntry.Http
            {
                ServerId = id, Fingerprint = "", Url = url, IsSse = server.IsSse,
                Headers = server.Headers.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase),
            }
            : null;

    // As its client would start it: with the user's environment, and what the entry adds.
    private static UpstreamEntry.Stdio Stdio(ConfiguredServer server, string id)
    {
        var environment = System.Environment.GetEnvironmentVariables().Cast<System.Collections.DictionaryEntry>()
            .Where(static entry => !string.Equals((string)entry.Key, SocketThreads.Variable, StringComparison.Ordinal))
            .ToDictionary(entry => (string)entry.Key, entry => (string?)entry.Value ?? "", StringComparer.Ordinal);
        foreach (var (name, value) in server.Environment)
        {
            environment[name] = value;
        }

        return new UpstreamEntry.Stdio
        {
            ServerId = id, Fingerprint = "", Command = server.Command, WorkingDirectory = server.WorkingFolder,
            Environment = environment.ToFrozenDictionary(StringComparer.Ordinal),
        };
    }

    private static string Unique(ConfiguredServer server, HashSet<string> taken)
    {
        var plain = new string([.. server.Name.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '-').Take(50)]).Trim('-');
        var id = plain.Length == 0 ? "server" : plain;
        for (var number = 2; !taken.Add(id); number++)
        {
            id = $"{(plain.Length == 0 ? "server" : plain)}-{number}";
        }

        return id;
    }
}
