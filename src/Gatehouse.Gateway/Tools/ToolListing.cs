using System.Collections.Immutable;

namespace Gatehouse.Gateway.Tools;

/// <summary>All pages of one list, or why there is none.</summary>
/// <param name="Tools">The sound definitions.</param>
/// <param name="Fault">Why the list is not whole; nothing of it may be used then.</param>
internal readonly record struct ToolListing(ImmutableArray<ToolDefinition> Tools, ToolsFault? Fault);

/// <summary>Why nothing is known of a server's tools, so that no call to it can be judged.</summary>
/// <param name="Code">Stable word.</param>
/// <param name="Status">HTTP status for the client.</param>
/// <param name="Message">One sentence.</param>
internal sealed record ToolsFault(string Code, int Status, string Message);
