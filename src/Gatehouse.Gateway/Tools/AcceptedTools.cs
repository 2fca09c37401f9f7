using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Gatehouse.Gateway.Tools.Texts;

namespace Gatehouse.Gateway.Tools;

/// <summary>The definitions of one server that people accepted, and those that wait. Immutable; replaced whole on a change.</summary>
/// <param name="ByName">Accepted definitions by tool name.</param>
/// <param name="Waiting">New and changed definitions that the server listed since, by tool name.</param>
public sealed record AcceptedTools(
    FrozenDictionary<string, ToolDefinition> ByName, FrozenDictionary<string, ToolDefinition> Waiting)
{
    /// <summary>How many tools that were never accepted may wait; further ones are unknown, as tools are that nobody listed.</summary>
    public const int MaxNew = 1_000;

    private static readonly FrozenDictionary<string, ToolDefinition> None = FrozenDictionary<string, ToolDefinition>.Empty;

    /// <summary>What a server listed first, all of it accepted.</summary>
    public static AcceptedTools First(IEnumerable<ToolDefinition> tools) => new(Named(tools), None);

    /// <summary>These accepted, those waiting.</summary>
    public static AcceptedTools Of(IEnumerable<ToolDefinition> accepted, IEnumerable<ToolDefinition> waiting) =>
        new(Named(accepted), Named(waiting));

    /// <summary>Further definitions wait.</summary>
    public AcceptedTools WithWaiting(ImmutableArray<ToolDefinition> tools) =>
        this with { Waiting = Named(Bounded(Without(Waiting, tools).Concat(tools))) };

    /// <summary>What waits elsewhere waits here, too: for reports that could not be written down.</summary>
    public AcceptedTools WithWaitingOf(AcceptedTools other) => WithWaiting([.. other.Waiting.Values.Where(tool =>
        !Waiting.ContainsKey(tool.Name)
        && !string.Equals(ByName.GetValueOrDefault(tool.Name)?.Hash, tool.Hash, StringComparison.Ordinal))]);

    /// <summary>What tools can do is known of these definitions now; of what is known already nothing changes.</summary>
    public AcceptedTools WithRisks(ImmutableArray<ToolDefinition> told)
    {
        var risks = told.Where(static tool => tool.Risk is not null).DistinctBy(static tool => tool.Hash).ToDictionary(static tool => tool.Hash, static tool => tool.Risk);
        ToolDefinition Told(ToolDefinition tool) => tool.Risk is null && risks.TryGetValue(tool.Hash, out var risk) ? tool with { Risk = risk } : tool;
        return risks.Count == 0 ? this : new(Named(ByName.Values.Select(Told)), Named(Waiting.Values.Select(Told)));
    }

    /// <summary>Those of the waiting definitions that have one of the names; null names mean all.</summary>
    public ImmutableArray<ToolDefinition> Choose(IReadOnlyCollection<string>? names) =>
        [.. Waiting.Values.Where(tool => names is null || names.Contains(tool.Name, StringComparer.Ordinal))];

    /// <summary>The same to accept. SECURITY: all means all but those whose texts a person should see first; they are named to be accepted.</summary>
    public ImmutableArray<ToolDefinition> ChooseToAccept(IReadOnlyCollection<string>? names) =>
        names is null ? [.. Waiting.Values.Where(static tool => !DefinitionTexts.NeedsAPerson(tool))] : Choose(names);

    /// <summary>A person accepted these waiting definitions.</summary>
    public AcceptedTools WithAccepted(ImmutableArray<ToolDefinition> tools) =>
        tools.IsEmpty ? this : new(Named(tools.Concat(Without(ByName, tools))), Named(Without(Waiting, tools)));

    /// <summary>A person dismissed these waiting definitions: what was accepted before stays accepted.</summary>
    public AcceptedTools WithDismissed(ImmutableArray<ToolDefinition> tools) =>
        tools.IsEmpty ? this : this with { Waiting = Named(Without(Waiting, tools)) };

    private static FrozenDictionary<string, ToolDefinition> Named(IEnumerable<ToolDefinition> tools) =>
        tools.DistinctBy(tool => tool.Name, StringComparer.Ordinal).ToFrozenDictionary(tool => tool.Name, StringComparer.Ordinal);

    private static IEnumerable<ToolDefinition> Without(
        FrozenDictionary<string, ToolDefinition> tools, ImmutableArray<ToolDefinition> gone) =>
        tools.Values.Where(tool => !gone.Any(other => string.Equals(other.Name, tool.Name, StringComparison.Ordinal)));

    // INVARIANT: a change of what was accepted is never dropped, or the old definition would be called again.
    private IEnumerable<ToolDefinition> Bounded(IEnumerable<ToolDefinition> waiting)
    {
        var room = MaxNew;
        return waiting.Where(tool => ByName.ContainsKey(tool.Name) || room-- > 0).ToArray();
    }
}

/// <summary>One tool as a server declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hash">SHA-256 of the canonical definition, every field included, lower-case hex.</param>
/// <param name="Json">The definition's canonical JSON text.</param>
public sealed record ToolDefinition(string Name, string Hash, ReadOnlyMemory<byte> Json)
{
    /// <summary>What it can do, as told when it was first listed; null for what was stored before that was told.</summary>
    public RecordedRisk? Risk { get; init; }

    /// <summary>A definition that was stored: its hash is computed anew, so that an edited one is another one.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="canonical">Its canonical JSON text.</param>
    public static ToolDefinition Stored(string name, byte[] canonical) =>
        new(name, Convert.ToHexStringLower(SHA256.HashData(canonical)), canonical);
}
