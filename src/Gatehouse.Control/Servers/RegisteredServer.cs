using Gatehouse.Api.Servers;
using Gatehouse.Control.Organisations;
using Gatehouse.Control.Storage;

namespace Gatehouse.Control.Servers;

/// <summary>An MCP server that grants can be for. A removed one keeps its row, so that its id is never another's.</summary>
internal sealed class RegisteredServer : IListed
{
    /// <summary>The operator's: 1–64 of <c>a-z 0-9 -</c>, unique in the installation.</summary>
    public required string Id { get; init; }

    public required string OrganisationId { get; init; }

    public required string Name { get; set; }

    public string Description { get; set; } = "";

    public List<string> Tags { get; set; } = [];

    /// <summary>Where it is; null for one that the operator's file starts.</summary>
    public string? Url { get; set; }

    /// <summary>The entry of the operator's file that starts it; null for one with a URL.</summary>
    public string? StdioEntry { get; set; }

    public ServerTransport Transport { get; set; }

    public DefinitionChange OnDefinitionChange { get; set; }

    public bool MaySample { get; set; }

    public bool MayListRoots { get; set; }

    /// <summary>What is stored of arguments: JSON of <see cref="Gatehouse.Api.Servers.ArgumentStoring"/>; null for no value.</summary>
    public string? StoreArguments { get; set; }

    public string? BaselinePolicyId { get; set; }

    /// <summary>Whether the operator's file has it: then nobody changes it here.</summary>
    public bool IsOfFile { get; set; }

    public FreezeMark? Frozen { get; set; }

    public DateTimeOffset? Retired { get; set; }

    public required DateTimeOffset Created { get; init; }

    public int Version { get; set; } = 1;
}
