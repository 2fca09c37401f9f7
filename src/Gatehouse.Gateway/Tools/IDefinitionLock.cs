using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Policy;

namespace Gatehouse.Gateway.Tools;

/// <summary>Which tool definitions are accepted, per server.</summary>
public interface IDefinitionLock
{
    /// <summary>What is accepted for the server now; null where its tools were never seen.</summary>
    AcceptedTools? Find(string serverId);

    /// <summary>Accepts what a server lists first. Loses to an acceptance that came before.</summary>
    ValueTask<Fault?> AcceptFirstAsync(string serverId, ImmutableArray<ToolDefinition> tools, CancellationToken cancel);

    /// <summary>Remembers definitions that are new or changed, so that a person can look at them and accept.</summary>
    /// <remarks>They are waiting from then on in this process, even where they could not be written down.</remarks>
    ValueTask ReportAsync(string serverId, ImmutableArray<ToolDefinition> waiting, CancellationToken cancel);
}

/// <summary>The definitions of one server that people accepted, and those that wait. Immutable; replaced whole on a change.</summary>
/// <param name="ByName">Accepted definitions by tool name.</param>
/// <param name="Waiting">New and changed definitions that the server listed since, by tool name.</param>
public sealed record AcceptedTools(
    FrozenDictionary<string, ToolDefinition> ByName, FrozenDictionary<string, ToolDefinition> Waiting);

/// <summary>One tool as a server declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Hash">SHA-256 of the canonical definition, every field included, lower-case hex.</param>
/// <param name="Json">The definition's canonical JSON text.</param>
public sealed record ToolDefinition(string Name, string Hash, ReadOnlyMemory<byte> Json);
