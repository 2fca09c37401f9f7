using System.Collections.Immutable;
using Gatehouse.Control.Catalogue.Storage;

namespace Gatehouse.Control.Catalogue.Search;

/// <summary>What the sitemap and pasted configurations ask of the index.</summary>
internal sealed class SiteReading(CatalogueStore catalogue)
{
    /// <summary>Most addresses in one part of the sitemap.</summary>
    public const int PartSize = 20_000;

    /// <summary>How many parts the servers and tools fill.</summary>
    public ValueTask<int> PartsAsync(CancellationToken cancel) => catalogue.ReadAsync(
        static session => (int)((
            (session.Number("SELECT count(*) FROM tool") ?? 0) + (session.Number("SELECT count(*) FROM server WHERE tools > 0") ?? 0) + PartSize - 1) / PartSize),
        cancel);

    /// <summary>The paths of a part, servers before tools.</summary>
    /// <param name="number">From 1.</param>
    /// <param name="cancel">Gives up.</param>
    public ValueTask<ImmutableArray<string>> PathsAsync(int number, CancellationToken cancel) => catalogue.ReadAsync<ImmutableArray<string>>(
        session => [.. session.Rows(
            static row => row.GetString(0),
            """
            SELECT path FROM (
              SELECT 0 AS kind, rank, '/tools/' || slug AS path FROM server WHERE tools > 0
              UNION ALL
              SELECT 1, tool.rank, '/tools/' || server.slug || '/' || tool.slug FROM tool JOIN server ON server.id = tool.server_id) AS paths
            ORDER BY kind, rank LIMIT $1 OFFSET $2
            """,
            PartSize, (long)(number - 1) * PartSize)],
        cancel);

    /// <summary>Slug of the server that a package or an address is of; null where none is known.</summary>
    public ValueTask<string?> FindAsync(string? package, string? address, CancellationToken cancel) => catalogue.ReadAsync(
        session =>
            (package is null ? null : session.One(
                static row => row.GetString(0),
                "SELECT server.slug FROM server_alias JOIN server ON server.id = server_alias.server_id WHERE alias = $1", package.ToLowerInvariant())
                ?? session.One(
                    static row => row.GetString(0),
                    "SELECT server.slug FROM server_alias JOIN server ON server.id = server_alias.server_id WHERE alias = $1",
                    package[(package.IndexOf(':', StringComparison.Ordinal) + 1)..].ToLowerInvariant()))
            ?? (address is null ? null : session.One(
                static row => row.GetString(0), "SELECT slug FROM server WHERE addresses = $1 OR addresses = $2 ORDER BY rank LIMIT 1",
                address, address.TrimEnd('/'))),
        cancel);
}
