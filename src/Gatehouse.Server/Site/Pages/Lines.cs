using System.Collections.Immutable;
using Gatehouse.Control.Catalogue.Attacks;
using Gatehouse.Control.Catalogue.Search;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Risk;
using Gatehouse.Server.Site.Content;

namespace Gatehouse.Server.Site.Pages;

/// <summary>What the index holds as lines and cards.</summary>
internal static class Lines
{
    public static string Path(CatalogueServer server) => $"/tools/{server.Slug}";

    public static string Path(CatalogueServer server, CatalogueTool tool) => $"/tools/{server.Slug}/{tool.Slug}";

    public static ToolLine Of(CatalogueServer server, CatalogueTool tool) => new(
        Path(server, tool), tool.Name, Path(server), server.Shown, tool.Category.Word(), tool.Level.Word(), tool.Description);

    public static Block Of(IEnumerable<ToolHit> hits) => new Block.ToolLines([.. hits.Select(static hit => Of(hit.Server, hit.Tool))], NamesServers: true);

    public static Block Of(IEnumerable<CatalogueServer> servers) => new Block.ServerLines(
    [
        .. servers.Select(static server => new ServerLine(
            Path(server), server.Shown, server.Description, server.Tools, server.Critical, server.High, server.Medium, server.Low)),
    ]);

    public static Block Of(IEnumerable<Attack> attacks) => new Block.Tiles(
        [.. attacks.Select(static attack => new Tile($"/attacks/{attack.Slug}", attack.Title, $"{attack.Year} · {attack.Happened}"))]);

    public static ImmutableArray<Inline> Signals(IEnumerable<RiskSignal> signals) =>
        [.. signals.SelectMany(static signal => new Inline[] { new Inline.Strong(signal.Name), " " })];
}
