using System.Collections.Immutable;
using Gatehouse.Control.Catalogue;
using Gatehouse.Risk;

namespace Gatehouse.Control.Mcp.Tools;

/// <summary>The public index of servers and tools.</summary>
internal static class CatalogueTools
{
    private static readonly OwnParameter _server = new("server", OwnKind.Text, "a server's `slug` of the catalogue", IsNeeded: true);

    private static readonly ImmutableArray<(string Argument, string Name)> _filters =
    [
        ("words", "q"), ("category", "category"), ("level", "level"), ("signal", "signal"), ("limit", "limit"), ("cursor", "cursor"),
    ];

    public static readonly ImmutableArray<OwnTool> All =
    [
        new(
            "search_catalogue", "Finds tools of known MCP servers, the riskiest first, with category, level and signals.",
            [
                new("words", OwnKind.Text, "words to look for"),
                new("category", OwnKind.Text, "only this category") { Words = [.. Enum.GetValues<RiskCategory>().Select(RiskWords.Word)] },
                new("level", OwnKind.Text, "only this level") { Words = [.. Enum.GetValues<RiskLevel>().Select(RiskWords.Word)] },
                new("signal", OwnKind.Text, "only with this signal") { Words = [.. RiskWords.Signals] },
                OwnParameter.Limit, OwnParameter.Cursor,
            ],
            static async call => OwnAnswer.Of(await call.Use<CataloguePublic>().ToolsAsync(call.Arguments.Query(_filters), call.Cancel))),
        new(
            "get_catalogue_server", "Reads a server of the catalogue with the policy that is recommended for all its tools.",
            [_server],
            static async call => OwnAnswer.Of(await call.Use<CataloguePublic>().ServerAsync(call.Arguments.Needed("server"), call.Cancel))),
        new(
            "get_catalogue_tool", "Reads a tool of the catalogue: its definition, why it has its level, and the policy that is recommended for it.",
            [_server, new("tool", OwnKind.Text, "a tool's `slug` of the catalogue", IsNeeded: true)],
            static async call => OwnAnswer.Of(await call.Use<CataloguePublic>().ToolAsync(
                call.Arguments.Needed("server"), call.Arguments.Needed("tool"), call.Cancel))),
    ];
}
