using System.Collections.Immutable;
using Gatehouse.Cli.Stack;
using Gatehouse.Gateway.Tools.Texts;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Scanning;

/// <summary>What a scan found.</summary>
/// <param name="Files">The configurations that were read, those too that could not be.</param>
/// <param name="Servers">The servers, each once, in the order of the configurations.</param>
internal sealed record ScanReport(ImmutableArray<ClientFile> Files, ImmutableArray<ScannedServer> Servers)
{
    /// <summary>Every tool with its server, the most dangerous first.</summary>
    public ImmutableArray<(ScannedServer Server, ScannedTool Tool)> Tools { get; } =
        [.. Servers.SelectMany(server => server.Tools.Select(tool => (Server: server, Tool: tool)))
            .OrderByDescending(one => one.Tool.Level).ThenByDescending(one => one.Tool.Assessment.Category)
            .ThenByDescending(one => one.Tool.Findings.Count(finding => finding.Blocks))
            .ThenByDescending(one => one.Tool.Assessment.Signals.Length)
            .ThenBy(one => one.Server.Target.Id, StringComparer.Ordinal).ThenBy(one => one.Tool.Name, StringComparer.Ordinal)];

    /// <summary>Tools that are dangerous together.</summary>
    public ImmutableArray<ToxicMix> Mixes { get; } = ToxicMix.Of(Servers);

    /// <summary>Servers that are switched off in their client, and so were not asked.</summary>
    public ImmutableArray<ConfiguredServer> Disabled { get; } = [.. Files.SelectMany(file => file.Servers).Where(server => server.IsDisabled)];

    /// <summary>How many tools have a level.</summary>
    public int Count(RiskLevel level) => Tools.Count(one => one.Tool.Level == level);

    /// <summary>Whether a configuration or a server could not be read.</summary>
    public bool HasUnread => Files.Any(file => file.Fault is not null) || Servers.Any(server => server.Fault is not null);

    /// <summary>Whether a definition is not what it was.</summary>
    public bool HasChanges => Tools.Any(one => one.Tool.Change != ToolChange.None);

    /// <summary>Whether a tool has at least that level, or a server's instructions need a look where that level is high or below.</summary>
    public bool Reaches(RiskLevel level) => Tools.Any(one => one.Tool.Level >= level)
        || (level <= RiskLevel.High && Servers.Any(server => server.Findings.Any(one => one.Blocks)));
}
