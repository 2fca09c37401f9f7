using System.Collections.Immutable;
using Gatehouse.Policy.Language;
using Gatehouse.Policy.Language.Json;

namespace Gatehouse.Gateway.Snapshots;

/// <summary>Loads a configuration file with everything that it names, or says all that is wrong with it.</summary>
public sealed class ConfigFile(string path, TimeProvider time, Func<string, string?> environment)
{
    private readonly PolicyFiles _policies = new();

    /// <summary>The file's absolute path.</summary>
    public string FullPath { get; } = Path.GetFullPath(path);

    /// <summary>Whether secrets are not looked up: for who reads the file without serving it. What is sent upstream is no secret then.</summary>
    public bool LeavesSecrets { get; init; }

    /// <summary>Reads the file and its policies and compiles them. What did not change since the last load is kept.</summary>
    public ConfigLoad Load()
    {
        var findings = ImmutableArray.CreateBuilder<FileFinding>();
        var stamp = new ContentStamp();
        if (stamp.Read(FullPath) is not { } text)
        {
            findings.Add(Unreadable(path));
            return new(null, null, findings.ToImmutable()) { Stamp = stamp };
        }

        var sink = new FindingSink();
        var secrets = new SecretReferences(sink, environment, stamp) { LeavesThem = LeavesSecrets };
        var config = JsonScan.Read(text, sink) is { } root
            ? new ConfigReading(sink, Path.GetDirectoryName(FullPath)!, secrets, time.GetUtcNow()).Read(root)
            : null;
        findings.AddRange(sink.Resolve(text).Select(finding => new FileFinding(path, finding)));
        var snapshot = config is null ? null : _policies.Build(config, stamp, findings);
        return new(config, snapshot, findings.ToImmutable()) { Stamp = stamp };
    }

    internal static FileFinding Unreadable(string file) => new(file, new Finding(
        FindingSeverity.Error, ConfigFindings.FileUnreadable.Word, "", 1, 1, "the file cannot be read", "check that it exists and who may read it"));
}

/// <summary>What loading gave: a snapshot unless there is an error among the findings.</summary>
/// <param name="Config">The configuration, or null.</param>
/// <param name="Snapshot">What it puts in force, or null.</param>
/// <param name="Findings">Everything at once, file by file.</param>
public sealed record ConfigLoad(GatewayConfig? Config, GatewaySnapshot? Snapshot, ImmutableArray<FileFinding> Findings)
{
    /// <summary>Every file that was read, secrets' files included.</summary>
    internal ContentStamp Stamp { get; init; } = new();
}
