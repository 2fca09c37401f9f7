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
/// <param name="part">The schema's connections.</param>
/// <param name="few">Up to so many hits are a rare word's: they are found by the index of words alone, and put in order here.</param>
internal sealed class PostgresCatalogue(PostgresPart part, int few = 1_000) : CatalogueDialect
{
    /// <summary>Name of the schema.</summary>
    public const string Schema = "gatehouse_catalogue";

    // What is typed is no longer than this, so a longer word is found by nobody; a lexeme must not be of any length.
    private const int LongestWord = 40;

    private const string Stem = "coalesce((ts_lexize('pg_catalog.english_stem', word))[1], word)";

    // Without accents, as FTS5 has words.
    private const string Plain = @"regexp_replace(normalize(word, NFD), '[\u0300-\u036f]', '', 'g')";

    private const string PlainStem = $"coalesce((ts_lexize('pg_catalog.english_stem', {Plain}))[1], {Plain})";

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

        // New words wait in a short list that a search reads as well, and go into the index together: an import writes a fifth as long.
        """
        ALTER INDEX tool_text_lexemes SET (fastupdate = on, gin_pending_list_limit = 1024);
        ALTER INDEX server_text_lexemes SET (fastupdate = on, gin_pending_list_limit = 1024)
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
    public override void Index(CatalogueSession session, in IndexedText text)
    {
        // Plain words stay as they are; with accents among them the database takes those off, for this process has no tables of Unicode.
        var isPlain = Ascii.IsValid(text.Names) && Ascii.IsValid(text.Words);
        session.Write(isPlain ? IndexOf(text.Kind, Stem) : IndexOf(text.Kind, PlainStem), text.Rank, Words(text.Names), Words(text.Words), Words(text.Tags));
    }

    /// <inheritdoc/>
    public override void Forget(CatalogueSession session, TextKind kind, long rank) =>
        session.Write($"DELETE FROM {Table(kind)} WHERE rank = $1", rank);

    /// <inheritdoc/>
    public override List<long> Find(CatalogueSession session, in TextQuery query)
    {
        var stems = query.Words.IsEmpty ? [] : session.Rows(
            static row => row.GetString(0), $"SELECT {PlainStem} FROM unnest($1) AS word", (object)Words(string.Join(' ', query.Words)));
        var expression = Expression(query, stems);

        // Asked in the order of the list, the database goes through all of it for a word that it takes for more common than it is.
        var rare = session.Rows(
            static row => row.GetInt64(0), $"SELECT rank FROM {Table(query.Kind)} WHERE lexemes @@ $1::tsquery LIMIT $2", expression, (long)few);
        if (rare.Count < few)
        {
            var (after, last) = (query.After, query.Last);
            return [.. rare.Where(rank => rank > after && rank <= last).Order().Take(query.Count)];
        }

        return session.Rows(
            static row => row.GetInt64(0),
            $"SELECT rank FROM {Table(query.Kind)} WHERE lexemes @@ $1::tsquery AND rank > $2 AND rank <= $3 ORDER BY rank LIMIT $4",
            expression, query.After, query.Last, query.Count);
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

    private static string IndexOf(TextKind kind, string stem) =>
        $"""
        INSERT INTO {Table(kind)} (rank, lexemes) SELECT $1, array_to_tsvector(ARRAY(
          SELECT 'n' || {stem} FROM unnest($2) AS word
          UNION SELECT 'w' || {stem} FROM unnest($2 || $3) AS word
          UNION SELECT 't' || word FROM unnest($4) AS word))
        """;

    private static string[] Words(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(static word => word.Length <= LongestWord).Distinct(StringComparer.Ordinal)];

    private static string Table(TextKind kind) => kind == TextKind.Tool ? "tool_text" : "server_text";
}
