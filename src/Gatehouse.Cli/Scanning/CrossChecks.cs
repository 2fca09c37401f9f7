using System.Collections.Immutable;
using Gatehouse.Gateway.Tools.Texts;

namespace Gatehouse.Cli.Scanning;

/// <summary>What only shows when all servers are looked at together: names that clash or deceive, texts about other servers' tools.</summary>
internal static class CrossChecks
{
    // Shorter or plainer names stand in ordinary sentences.
    private const int ShortestName = 6;

    /// <summary>The same servers, with what was found added to their tools.</summary>
    public static ImmutableArray<ScannedServer> Apply(ImmutableArray<ScannedServer> servers)
    {
        var owners = servers.SelectMany(server => server.Tools.Select(tool => (tool.Name, Server: server.Target.Id)))
            .ToLookup(pair => pair.Name, pair => pair.Server, StringComparer.Ordinal);
        var looks = owners.Select(group => group.Key).ToLookup(LookAlikes.Look, StringComparer.Ordinal);
        var telling = owners.Select(group => group.Key)
            .Where(name => name.Length >= ShortestName && name.AsSpan().ContainsAny("_-.") && !name.Contains(' ', StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        return [.. servers.Select(server => server with { Tools = [.. server.Tools.Select(tool => Of(server, tool, owners, looks, telling))] })];
    }

    private static ScannedTool Of(
        ScannedServer server, ScannedTool tool, ILookup<string, string> owners, ILookup<string, string> looks, HashSet<string> telling)
    {
        var found = tool.Findings.ToBuilder();

        // 1. Two names that a person takes for one.
        if (looks[LookAlikes.Look(tool.Name)].FirstOrDefault(other => !string.Equals(other, tool.Name, StringComparison.Ordinal)) is { } twin)
        {
            found.Add(new(TextFlaw.LookAlikeName, "/name", $"{tool.Name} ~ {twin} ({string.Join(", ", owners[twin].Distinct(StringComparer.Ordinal).Take(3))})"));
        }

        // 2. One name on two servers: an agent may take one for the other.
        if (owners[tool.Name].FirstOrDefault(id => id != server.Target.Id) is { } namesake)
        {
            found.Add(new(TextFlaw.SharesName, "/name", $"{tool.Name} ({namesake})"));
        }

        // 3. A text about a tool of another server, and of none of its own.
        foreach (var word in Words(tool.Description).Where(telling.Contains).Distinct(StringComparer.Ordinal))
        {
            if (!owners[word].Contains(server.Target.Id, StringComparer.Ordinal))
            {
                found.Add(new(TextFlaw.NamesForeignTool, "/description", $"{word} ({owners[word].First()})"));
            }
        }

        return tool with { Findings = [.. found.DistinctBy(one => (one.Flaw, one.Place, one.Excerpt))] };
    }

    private static IEnumerable<string> Words(string text)
    {
        var start = -1;
        for (var at = 0; at <= text.Length; at++)
        {
            var isPart = at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '_' or '-' or '.');
            if (isPart && start < 0)
            {
                start = at;
            }
            else if (!isPart && start >= 0)
            {
                yield return text[start..at].Trim('.', '-');
                start = -1;
            }
        }
    }
}
