using Gatehouse.Control.Catalogue.Rules;

namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>Tools into their table and into the search.</summary>
internal static class ToolRows
{
    /// <summary>Writes a tool: a new one, or over the one that was there.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="row">The tool.</param>
    /// <param name="server">Its server.</param>
    /// <param name="oldRank">Rank of the one that was there; null for a new one.</param>
    public static void Save(CatalogueSession session, CatalogueTool row, CatalogueServer server, long? oldRank)
    {
        if (oldRank is { } rank)
        {
            session.Dialect.Forget(session, TextKind.Tool, rank);
        }

        session.Write(
            """
            INSERT INTO tool (id, rank, server_id, slug, name, title, description, definition, category, level, signals, assessment,
              classifier, digest, precedence, source, licence, at, is_cut)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            ON CONFLICT (id) DO UPDATE SET rank = excluded.rank, title = excluded.title, description = excluded.description,
              definition = excluded.definition, category = excluded.category, level = excluded.level, signals = excluded.signals,
              assessment = excluded.assessment, classifier = excluded.classifier, digest = excluded.digest, precedence = excluded.precedence,
              source = excluded.source, licence = excluded.licence, at = excluded.at, is_cut = excluded.is_cut
            """,
            row.Id, row.Rank, row.ServerId, row.Slug, row.Name, row.Title, row.Description, row.Definition, (long)row.Category, (long)row.Level,
            string.Join(' ', row.Signals), row.Assessment, row.Classifier, row.Digest, row.Precedence, row.Source, row.Licence,
            row.At.ToUnixTimeSeconds(), row.IsCut ? 1 : 0);
        session.Dialect.Index(session, Words(row, server));
    }

    private static IndexedText Words(CatalogueTool row, CatalogueServer server) => new(
        TextKind.Tool, row.Rank, SearchWords.Split($"{row.Name} {row.Title} {server.Name} {server.Title}"),
        SearchWords.Split(row.Description), Assessing.Tags(row.Category, row.Signals));
}
