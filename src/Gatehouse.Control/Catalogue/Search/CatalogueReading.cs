using System.Collections.Immutable;
using Gatehouse.Api.Catalogue;
using Gatehouse.Control.Catalogue.Storage;
using Gatehouse.Gateway.Tools.Texts;
using Gatehouse.Risk;

namespace Gatehouse.Control.Catalogue.Search;

/// <summary>What anybody may read of the index: the one place that pages and API ask.</summary>
internal sealed class CatalogueReading(CatalogueStore catalogue)
{
    private (long Changes, CatalogueTotals Totals)? _counted;

    /// <summary>How much the index holds.</summary>
    public async ValueTask<CatalogueTotals> TotalsAsync(CancellationToken cancel)
    {
        // Counting looks at every tool: once after each change is enough.
        var changes = catalogue.Changes;
        if (_counted is { } counted && counted.Changes == changes)
        {
            return counted.Totals;
        }

        var totals = await catalogue.ReadAsync(Count, cancel);
        _counted = (changes, totals);
        return totals;
    }

    /// <summary>A page of tools, the riskiest first.</summary>
    public ValueTask<(ImmutableArray<ToolHit> Hits, SearchCursor? Next)> ToolsAsync(ToolFilter filter, CancellationToken cancel) =>
        catalogue.ReadAsync<(ImmutableArray<ToolHit>, SearchCursor?)>(
            session =>
            {
                var (ranks, next) = RankSearch.Of(session, TextKind.Tool, filter);
                return (InOrder(ranks, Hits(session, ranks), static hit => hit.Tool.Rank), next);
            },
            cancel);

    /// <summary>A page of servers, those with known tools first.</summary>
    public ValueTask<(ImmutableArray<CatalogueServer> Servers, SearchCursor? Next)> ServersAsync(ToolFilter filter, CancellationToken cancel) =>
        catalogue.ReadAsync<(ImmutableArray<CatalogueServer>, SearchCursor?)>(
            session =>
            {
                var (ranks, next) = RankSearch.Of(session, TextKind.Server, filter);
                return (InOrder(ranks, Servers(session, ranks), static server => server.Rank), next);
            },
            cancel);

    /// <summary>A server with who says so and its tools, the riskiest first; null where there is none.</summary>
    /// <param name="slug">Its part of addresses.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask<ServerAnswer?> ServerAsync(string slug, CancellationToken cancel) => catalogue.ReadAsync(
        session => Server(session, slug) is { } server
            ? new ServerAnswer(
                server, Facts(session, server.Id),
                [.. session.Rows(
                    CatalogueTool.Read, $"SELECT {CatalogueTool.Columns} FROM tool WHERE server_id = $1 ORDER BY rank LIMIT {Import.Caps.Tools}", server.Id)],
                Alike(session, server))
            : null,
        cancel);

    /// <summary>A tool with its server; null where there is none.</summary>
    public ValueTask<ToolAnswer?> ToolAsync(string server, string slug, CancellationToken cancel) => catalogue.ReadAsync(
        session => Server(session, server) is { } found && session.One(
            CatalogueTool.Read, $"SELECT {CatalogueTool.Columns} FROM tool WHERE server_id = $1 AND slug = $2", found.Id, slug) is { } tool
            ? new ToolAnswer(
                found, tool, Facts(session, found.Id),
                Related(session, tool),
                Alike(session, found))
            : null,
        cancel);

    // Chosen by what is short: a server may have thousands of tools, and their texts are not carried through the sorting.
    private static ImmutableArray<CatalogueTool> Related(CatalogueSession session, CatalogueTool tool) =>
    [
        .. session.Rows(
            CatalogueTool.Read,
            $"""
            SELECT {CatalogueTool.Columns} FROM tool WHERE id IN (
              SELECT id FROM tool WHERE server_id = $1 AND id <> $2 ORDER BY CASE WHEN category = $3 THEN 0 ELSE 1 END, rank LIMIT 8)
            ORDER BY CASE WHEN category = $3 THEN 0 ELSE 1 END, rank
            """, tool.ServerId, tool.Id, (long)tool.Category),
    ];

    private static CatalogueServer? Server(CatalogueSession session, string slug) =>
        session.One(CatalogueServer.Read, $"SELECT {CatalogueServer.Columns} FROM server WHERE slug = $1", slug);

    private static ImmutableArray<FactSource> Facts(CatalogueSession session, long server) =>
    [
        .. session.Rows(
            static row => new FactSource(row.GetString(0), DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(2)), row.Text(1), row.Text(3)),
            "SELECT source, licence, at, url FROM server_fact WHERE server_id = $1 ORDER BY source", server),
    ];

    // Two names of one look are one name to people. The one that was there first, or whose letters are plain, is the known one.
    private static string? Alike(CatalogueSession session, CatalogueServer server)
    {
        var other = session.One(
            static row => row.GetString(0),
            """
            SELECT name FROM server WHERE look = $1 AND id <> $2 AND (id < $2 OR $3 = 1) ORDER BY tools DESC, id LIMIT 1
            """,
            server.Look, server.Id, LookAlikes.Deceives(server.Name) ? 1 : 0);
        return other ?? KnownNames.Imitated(server);
    }

    private static IEnumerable<ToolHit> Hits(CatalogueSession session, ImmutableArray<long> ranks) => ranks.Chunk(Several.Most).SelectMany(some => session.Rows(
        static row => new ToolHit(CatalogueServer.Read(row), CatalogueTool.Read(row, CatalogueServer.ColumnCount)),
        $"SELECT {CatalogueServer.Columns}, {CatalogueTool.Columns} FROM tool JOIN server ON server.id = tool.server_id WHERE tool.rank IN ({Several.Names})",
        Several.Values(some)));

    private static IEnumerable<CatalogueServer> Servers(CatalogueSession session, ImmutableArray<long> ranks) => ranks.Chunk(Several.Most).SelectMany(some => session.Rows(
        CatalogueServer.Read, $"SELECT {CatalogueServer.Columns} FROM server WHERE rank IN ({Several.Names})", Several.Values(some)));

    private static ImmutableArray<T> InOrder<T>(ImmutableArray<long> ranks, IEnumerable<T> found, Func<T, long> rankOf)
        where T : class
    {
        var byRank = found.ToDictionary(rankOf);
        return [.. ranks.Select(rank => byRank.GetValueOrDefault(rank)).OfType<T>()];
    }

    private static CatalogueTotals Count(CatalogueSession session)
    {
        var counts = session.Rows(
            static row => (Category: (RiskCategory)row.GetInt64(0), Level: (RiskLevel)row.GetInt64(1), Count: row.GetInt64(2)),
            "SELECT category, level, count(*) FROM tool GROUP BY category, level");
        return new CatalogueTotals(
            session.Number("SELECT count(*) FROM server") ?? 0, counts.Sum(static row => row.Count),
            counts.GroupBy(static row => row.Level.Word(), StringComparer.Ordinal).ToImmutableSortedDictionary(
                static group => group.Key, static group => group.Sum(row => row.Count), StringComparer.Ordinal),
            counts.GroupBy(static row => row.Category.Word(), StringComparer.Ordinal).ToImmutableSortedDictionary(
                static group => group.Key, static group => group.Sum(row => row.Count), StringComparer.Ordinal),
            RiskClassifier.Version);
    }
}

/// <summary>A tool that was found, with its server.</summary>
internal sealed record ToolHit(CatalogueServer Server, CatalogueTool Tool);

/// <summary>A server with all that is known of it.</summary>
/// <param name="Server">The server.</param>
/// <param name="Facts">Who says so.</param>
/// <param name="Tools">Its tools, the riskiest first.</param>
/// <param name="LooksLike">The name that its own looks like; null where it is its own.</param>
internal sealed record ServerAnswer(CatalogueServer Server, ImmutableArray<FactSource> Facts, ImmutableArray<CatalogueTool> Tools, string? LooksLike);

/// <summary>A tool with all that is known of it.</summary>
/// <param name="Server">Its server.</param>
/// <param name="Tool">The tool.</param>
/// <param name="Facts">Who says what of the server.</param>
/// <param name="Related">Other tools of the server, of the same category first.</param>
/// <param name="LooksLike">The name that the server's looks like; null where it is its own.</param>
internal sealed record ToolAnswer(
    CatalogueServer Server, CatalogueTool Tool, ImmutableArray<FactSource> Facts, ImmutableArray<CatalogueTool> Related, string? LooksLike);
