using System.Collections.Immutable;
using Gatehouse.Risk;

namespace Gatehouse.Cli.Scanning;

/// <summary>Tools that are harmless one by one and not together.</summary>
/// <param name="Name">Stable word: <c>leak</c> or <c>hijack</c>.</param>
/// <param name="Sentence">What can happen.</param>
/// <param name="Parts">The parts, each with the tools that play it, as <c>server/tool</c>.</param>
internal sealed record ToxicMix(string Name, string Sentence, ImmutableArray<(string Part, ImmutableArray<string> Tools)> Parts)
{
    private const int Shown = 5;
    private static readonly string[] AddressNames = ["url", "uri", "webhook", "webhook_url", "endpoint"];
    private static readonly string[] FileNames = ["path", "file_path", "filepath", "filename", "paths", "file"];

    /// <summary>The mixes of a stack.</summary>
    public static ImmutableArray<ToxicMix> Of(IEnumerable<ScannedServer> servers)
    {
        var all = servers.SelectMany(server => server.Tools.Select(tool => (Name: $"{server.Target.Id}/{tool.Name}", Tool: tool))).ToArray();
        var reads = Named(all, IsPrivate);
        var takes = Named(all, static tool => tool.Assessment.CarriesOutsideContent);
        var sends = Named(all, CanSend);
        var harms = Named(all, static tool => tool.Assessment.Category is RiskCategory.Financial or RiskCategory.Destructive
            || (tool.Assessment is { Category: RiskCategory.Execute, Level: RiskLevel.Critical }));
        var mixes = ImmutableArray.CreateBuilder<ToxicMix>();
        if (reads.Length > 0 && takes.Length > 0 && sends.Length > 0)
        {
            mixes.Add(new("leak", "a stranger's text can have private data read and sent out",
                [("reads private data", reads), ("takes in outside content", takes), ("can send out", sends)]));
        }

        if (takes.Length > 0 && harms.Length > 0)
        {
            mixes.Add(new("hijack", "a stranger's text can have something destroyed, paid or run",
                [("takes in outside content", takes), ("destroys, pays or runs", harms)]));
        }

        return mixes.ToImmutable();
    }

    /// <summary>The tools of a part, the first ones by name and how many more there are.</summary>
    public static string Brief(ImmutableArray<string> tools) =>
        string.Join(", ", tools.Take(Shown)) + (tools.Length > Shown ? $" and {tools.Length - Shown} more" : "");

    private static ImmutableArray<string> Named((string Name, ScannedTool Tool)[] all, Func<ScannedTool, bool> plays) =>
        [.. all.Where(one => plays(one.Tool)).OrderByDescending(one => one.Tool.Level).ThenBy(one => one.Name, StringComparer.Ordinal).Select(one => one.Name)];

    // Private or secret by its signals, or it reads whatever file it is told to.
    private static bool IsPrivate(ScannedTool tool) => tool.Assessment.Category == RiskCategory.Read
        && (tool.Assessment.Signals.Any(signal => signal.Name is "private" or "secret") || Takes(tool, FileNames));

    // It reaches others, runs code, drives a browser, or goes to any address: an address can carry data.
    private static bool CanSend(ScannedTool tool) => tool.Assessment.Signals.Any(signal => signal.Name is "external" or "code")
        || (tool.Assessment.Category is RiskCategory.Execute or RiskCategory.Read && Takes(tool, AddressNames));

    private static bool Takes(ScannedTool tool, string[] names) =>
        tool.Definition.TryGetProperty("inputSchema", out var schema) && schema.ValueKind == System.Text.Json.JsonValueKind.Object
        && schema.TryGetProperty("properties", out var properties) && properties.ValueKind == System.Text.Json.JsonValueKind.Object
        && properties.EnumerateObject().Any(property => names.Contains(property.Name.ToLowerInvariant(), StringComparer.Ordinal));
}
