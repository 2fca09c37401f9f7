using System.Collections.Frozen;
using System.Collections.Immutable;
using Gatehouse.Control.Mcp.Tools;
using ModelContextProtocol.Protocol;

namespace Gatehouse.Control.Mcp;

/// <summary>Every tool of the own server, subject by subject. docs/reference/own-mcp-server.md has the same.</summary>
internal static class OwnToolTable
{
    public static readonly ImmutableArray<OwnTool> All =
    [
        .. PolicyTools.All, .. ServerTools.All, .. RecordTools.All, .. CatalogueTools.All, .. DraftTools.All,
    ];

    private static readonly FrozenDictionary<string, OwnTool> _byName = All.ToFrozenDictionary(static tool => tool.Name, StringComparer.Ordinal);

    /// <summary>A tool; null for another name.</summary>
    public static OwnTool? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>All of them, as clients list them. They are the same for everybody, and few.</summary>
    public static ListToolsResult Listed() => new() { Tools = [.. All.Select(static tool => tool.Listed())] };
}
