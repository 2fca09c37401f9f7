using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Policy;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>The catalogue in an SQLite file of its own, searched with FTS5.</summary>
/// <remarks>
/// A text's row has the number of its rank, so that hits come in the order of the list and reading ends with the page:
/// a word that half of all tools have is as fast as a rare one.
/// </remarks>
internal sealed class SqliteCatalogue(string file) : CatalogueDialect
{
    /// <inheritdoc/>
    public override ImmutableArray<string> Steps { get; } =
    [
        CatalogueSchema.Tables + """
        ;
        CREATE VIRTUAL TABLE tool_text USING fts5(names, words, tags, content='', contentless_delete=1, detail=column,
          tokenize="porter unicode61 remove_diacritics 2");
        CREATE VIRTUAL TABLE server_text USING fts5(names, words, tags, content='', contentless_delete=1, detail=column,
          tokenize="porter unicode61 remove_diacritics 2");
        """,
    ];

    /// <inheritdoc/>
    public override bool IsPooled => false;

    /// <inheritdoc/>
    public override string ParameterName(int number) => $"${number}";

    /// <inheritdoc/>
    public override DbConnection Open(bool isForWriting)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = isForWriting ? SqliteOpenMode.ReadWriteCreate : SqliteOpenMode.ReadOnly,
            Pooling = false,
            DefaultTimeout = 1, // Below `busy_timeout`: else the driver waits through that a second time.
        }.ToString());
        try
        {
            connection.Open();
            Set(connection, "PRAGMA busy_timeout=4000");
            Set(connection, isForWriting
                ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768; PRAGMA journal_size_limit=67108864"
                : "PRAGMA query_only=ON; PRAGMA cache_size=-16384; PRAGMA mmap_size=1073741824");
            return connection;
        }
        catch (SqliteException)
        {
            connection.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override DbTransaction Begin(DbConnection connection, bool isForWriting) =>
        ((SqliteConnection)connection).BeginTransaction(deferred: !isForWriting);

    /// <inheritdoc/>
    public override void Index(CatalogueSession session, in IndexedText text) => session.Write(
        $"INSERT INTO {Table(text.Kind)}(rowid, names, words, tags) VALUES ($1, $2, $3, $4)", text.Rank, text.Names, text.Words, text.Tags);

    /// <inheritdoc/>
    public override void Forget(CatalogueSession session, TextKind kind, long rank) =>
        session.Write($"DELETE FROM {Table(kind)} WHERE rowid = $1", rank);

    /// <inheritdoc/>
    public override List<long> Find(CatalogueSession session, in TextQuery query) => session.Rows(
        static row => row.GetInt64(0),
        $"SELECT rowid FROM {Table(query.Kind)} WHERE {Table(query.Kind)} MATCH $1 AND rowid > $2 AND rowid <= $3 ORDER BY rowid LIMIT $4",
        Expression(query), query.After, query.Last, query.Count);

    /// <inheritdoc/>
    public override Fault Unusable(DbException failed) => new(
        CatalogueFaults.Unusable,
        $"the catalogue `{Path.GetFileName(file)}` cannot be used (SQLite error {(failed as SqliteException)?.SqliteErrorCode ?? 0})",
        "it can be imported again: move the file away");

    // SECURITY: words are letters and digits alone, so that nothing in them is an operator; the quotes are for words like NOT.
    private static string Expression(in TextQuery query)
    {
        var parts = query.Tags.Select(static tag => $"tags : \"{tag}\"");
        if (!query.Words.IsEmpty)
        {
            var words = string.Join(" AND ", query.Words.Select(static word => $"\"{word}\""));
            var names = $"{{names}} : ({words})";
            parts = parts.Append(query.Tier == TextTier.Names ? names : $"(({{names words}} : ({words})) NOT ({names}))");
        }

        return string.Join(" AND ", parts);
    }

    private static string Table(TextKind kind) => kind == TextKind.Tool ? "tool_text" : "server_text";

    private static void Set(SqliteConnection connection, string pragmas)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants.
        command.CommandText = pragmas;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }
}
