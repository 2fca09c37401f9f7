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

    /// <summary>Writes down what tools can do, of definitions that were stored before that was told. They are told by their hashes.</summary>
    /// <remarks>Where it cannot be written it is told again by the next process; what is in force meanwhile is the same.</remarks>
    ValueTask RecordAsync(string serverId, ImmutableArray<ToolDefinition> told, CancellationToken cancel);
}
