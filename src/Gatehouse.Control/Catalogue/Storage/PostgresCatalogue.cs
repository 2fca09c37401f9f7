using System.Collections.Immutable;
using System.Data.Common;
using System.Text;
using Gatehouse.Ledger.Dialects.Postgres;
using Gatehouse.Policy;
using Npgsql;

namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>The catalogue in a schema of its own of a PostgreSQL database, searched with <c>tsvector</c>.</summary>
/// <remarks>
/// A lexeme says where its word stands: <c>n…</c> in the names, <c>w…</c> in the names or the description, <c>t…</c> for own words.
/// So the index alone tells what is a hit. PostgreSQL stems the words, and none is left out, however common: as FTS5 does it.
/// </remarks>
internal sealed class PostgresCatalogue(PostgresPart part) : CatalogueDialect
{
    /// <summary>Name of the schema.</summary>
    public const string Schema = "gatehouse_catalogue";

    // What is typed is no longer than this, so a longer word is found by nobody; a lexeme must not be of any length.
    private const int LongestWord = 40;

    private const string Stem = "coalesce((ts_lexize('pg_catalog.english_stem', word))[1], word)";

    /// <inheritdoc/>
    public override ImmutableArray<string> Steps { get; } =
    [
        PostgresPart.Translate(CatalogueSchema.Tables) + """
        ;
        CREATE TABLE tool_text (rank bigint NOT NULL PRIMARY KEY, lexemes tsvector NOT NULL);
        CREATE INDEX tool_text_lexemes ON tool_text USING gin (lexemes) WITH (fastupdate = off);
        CREATE TABLE server_text (rank bigint NOT NULL PRIMARY KEY, lexemes tsvector NOT NULL);
        CREATE INDEX server_text_lexemes ON server_text USING gin (lexemes) WITH (fastupdate = off);
        """,
    ];

    /// <inheritdoc/>
    public override bool IsPooled => true;

    /// <inheritdoc/>
    public override string ParameterName(int number) => "";

    /// <inheritdoc/>
    public override object Value(object? value) => value is string text ? PostgresText.Storable(text) : base.Value(value);

    /// <inheritdoc/>
    public override void Prepare() => part.Create();

    /// <inheritdoc/>
    public override DbConnection Open(bool isForWriting) => part.Open(isForWriting);

    /// <inheritdoc/>
    public override DbTransaction Begin(DbConnection connection, bool isForWriting) => part.Begin(connection, isForWriting);

    /// <inheritdoc/>
    public override void Index(CatalogueSession session, in IndexedText text) => session.Execute(
        $"""
        INSERT INTO {Table(text.Kind)} (rank, lexemes) SELECT $1, array_to_tsvector(ARRAY(
          SELECT 'n' || {Stem} FROM unnest($2) AS word
          UNION SELECT 'w' || {Stem} FROM unnest($2 || $3) AS word
          UNION SELECT 't' || word FROM unnest($4) AS word))
        """,
        text.Rank, Words(session, text.Names), Words(session, text.Words), Words(session, text.Tags));

    /// <inheritdoc/>
    public override void Forget(CatalogueSession session, TextKind kind, long rank) =>
        session.Execute($"DELETE FROM {Table(kind)} WHERE rank = $1", rank);

    /// <inheritdoc/>
    public override List<long> Find(CatalogueSession session, in TextQuery query)
    {
        var stems = query.Words.IsEmpty ? [] : session.Rows(
            static row => row.GetString(0), $"SELECT {Stem} FROM unnest($1) AS word", (object)Words(session, string.Join(' ', query.Words)));
        return session.Rows(
            static row => row.GetInt64(0),
            $"SELECT rank FROM {Table(query.Kind)} WHERE lexemes @@ $1::tsquery AND rank > $2 AND rank <= $3 ORDER BY rank LIMIT $4",
            Expression(query, stems), query.After, query.Last, query.Count);
    }

    /// <inheritdoc/>
    public override Fault Unusable(DbException failed) => new(
        CatalogueFaults.Unusable,
        $"the catalogue's schema `{Schema}` cannot be used ({(failed as PostgresException)?.SqlState ?? "PostgreSQL did not answer"})",
        "its owner must be the server's user; it can be imported again: rename the schema");

    // SECURITY: words are letters and digits alone, and quoted: nothing in them is an operator.
    private static string Expression(in TextQuery query, List<string> stems)
    {
        var parts = query.Tags.Select(static tag => Lexeme('t', tag));
        if (stems.Count > 0)
        {
            var names = string.Join(" & ", stems.Select(static stem => Lexeme('n', stem)));
            parts = parts.Append(query.Tier == TextTier.Names
                ? names
                : string.Join(" & ", stems.Select(static stem => Lexeme('w', stem))) + $" & !({names})");
        }

        return string.Join(" & ", parts);
    }

    private static string Lexeme(char place, string word) =>
        $"'{place}{word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";

    private static string[] Words(CatalogueSession session, string text) =>
    [
        .. (Ascii.IsValid(text) ? text : Plain(session, text)).Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(static word => word.Length <= LongestWord).Distinct(StringComparer.Ordinal),
    ];

    // Without accents, as FTS5 has words. This process has no tables of Unicode, the database does.
    private static string Plain(CatalogueSession session, string text) => session.One(
        static row => row.GetString(0), @"SELECT regexp_replace(normalize($1, NFD), '[\u0300-\u036f]', '', 'g')", text)!;

    private static string Table(TextKind kind) => kind == TextKind.Tool ? "tool_text" : "server_text";
}
