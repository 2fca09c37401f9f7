using System.Collections.Frozen;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tools;

/// <summary>What is known of one server's tools: the accepted definitions held against those that wait. Immutable.</summary>
internal sealed class ServerTools
{
    private readonly ActiveServer _server;
    private readonly AcceptedTools _accepted;
    private readonly FrozenDictionary<string, ToolFacts> _facts;
    private readonly FrozenSet<string> _taskMakers;

    private ServerTools(ActiveServer server, AcceptedTools accepted, FrozenDictionary<string, ToolFacts> facts)
    {
        _server = server;
        _accepted = accepted;
        _facts = facts;
        _taskMakers = FrozenSet.ToFrozenSet(
            accepted.ByName.Values.Concat(accepted.Waiting.Values).Where(ToolReading.MakesTasks).Select(static tool => tool.Name),
            StringComparer.Ordinal);
    }

    /// <summary>Every tool that is accepted or waits.</summary>
    public IEnumerable<ToolFacts> All => _facts.Values;

    /// <summary>The facts of a name; an unknown one has no decision to get wrong.</summary>
    public ToolFacts Find(string name) =>
        _facts.GetValueOrDefault(name) ?? new ToolFacts { Name = name, Standing = ToolStanding.Unknown };

    /// <summary>Whether the server itself makes tasks of a tool's calls.</summary>
    public bool MakesTasks(string name) => _taskMakers.Contains(name);

    /// <summary>Whether this still stands for the configuration and the definitions in force.</summary>
    public bool IsOf(ActiveServer server, AcceptedTools accepted) => ReferenceEquals(_accepted, accepted) && IsOf(server);

    /// <summary>Whether a definition that waited is neither waiting nor accepted any more.</summary>
    public bool HasDismissed(AcceptedTools accepted) => _accepted.Waiting.Values.Any(tool =>
        !accepted.Waiting.ContainsKey(tool.Name)
        && !string.Equals(accepted.ByName.GetValueOrDefault(tool.Name)?.Hash, tool.Hash, StringComparison.Ordinal));

    /// <summary>Puts together accepted and waiting definitions. Facts of tools that did not change stay the same instances.</summary>
    public static ServerTools Of(ActiveServer server, AcceptedTools accepted, ServerTools? before)
    {
        var keep = before is not null && before.IsOf(server) ? before : null;
        var facts = accepted.ByName.Keys.Union(accepted.Waiting.Keys, StringComparer.Ordinal)
            .Select(name => Facts(
                server, name, accepted.ByName.GetValueOrDefault(name), accepted.Waiting.GetValueOrDefault(name), keep))
            .ToArray();
        return new(server, accepted, Quarantine(facts).ToFrozenDictionary(fact => fact.Name, StringComparer.Ordinal));
    }

    private bool IsOf(ActiveServer server) =>
        ReferenceEquals(_server, server)
        || (_server.AlertsOnly == server.AlertsOnly && ReferenceEquals(_server.Statements, server.Statements));

    private static ToolFacts Facts(
        ActiveServer server, string name, ToolDefinition? accepted, ToolDefinition? waiting, ServerTools? keep)
    {
        var standing = waiting is null || server.AlertsOnly ? ToolStanding.Accepted
            : accepted is null ? ToolStanding.New : ToolStanding.Changed;
        var definition = (server.AlertsOnly ? waiting ?? accepted : accepted ?? waiting)!;
        if (keep?._facts.GetValueOrDefault(name) is { } known && known.Standing == standing
            && string.Equals(known.DefinitionHash, definition.Hash, StringComparison.Ordinal))
        {
            return known;
        }

        // Told when it was listed; only what was stored before that was told is told here, once.
        var stated = server.Statements.GetValueOrDefault(name);
        var risk = (definition.Risk ?? RecordedRisk.Of(definition, server.Facts.Name)).Raised(stated?.Category, stated?.Risk);
        return new ToolFacts
        {
            Name = name,
            Standing = standing,
            Category = risk.Category,
            Risk = risk.Level,
            Annotations = ToolReading.Member(definition, "annotations"),
            InputSchema = ToolReading.Member(definition, "inputSchema"),
            DefinitionHash = definition.Hash,
        };
    }

    // SECURITY: names that differ only in letter case are one name to some servers, so none of them can be called
    // until a person removes the clash.
    private static IEnumerable<ToolFacts> Quarantine(IReadOnlyList<ToolFacts> facts)
    {
        var clashing = facts
            .GroupBy(fact => Fold(fact.Name), StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .SelectMany(group => group.Select(fact => fact.Name))
            .ToHashSet(StringComparer.Ordinal);
        return facts.Select(fact => clashing.Contains(fact.Name) && fact.Standing != ToolStanding.New
            ? new ToolFacts { Name = fact.Name, Standing = ToolStanding.New, DefinitionHash = fact.DefinitionHash }
            : fact);
    }

    // As the policy language folds: `ſ` is an `s` and U+212A a `k`, which upper-casing alone does not say.
    private static string Fold(string name) => name.Replace('\u017f', 's').Replace('\u212a', 'k').ToUpperInvariant();
}
