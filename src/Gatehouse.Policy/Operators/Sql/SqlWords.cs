using System.Collections.Frozen;
using System.Text;

namespace Gatehouse.Policy.Operators.Sql;

/// <summary>The words that make kinds, and the key words that are never the name of a function.</summary>
internal static class SqlWords
{
    private const int Longest = 40;

    private static readonly FrozenDictionary<string, SqlKinds> Anywhere = Table(
        (SqlKinds.Insert, "INSERT"),
        (SqlKinds.Update, "UPDATE"),
        (SqlKinds.Delete, "DELETE"),
        (SqlKinds.Merge, "MERGE"),
        (SqlKinds.Ddl, "CREATE ALTER DROP TRUNCATE RENAME"),
        (SqlKinds.Admin, "EXEC EXECUTE CALL COPY GRANT REVOKE DENY ATTACH DETACH LOAD OUTFILE DUMPFILE PRAGMA BACKUP"),
        (SqlKinds.Admin, "RESTORE KILL DBCC SHUTDOWN"));

    // None: the word makes its own kind wherever it stands.
    private static readonly FrozenDictionary<string, SqlKinds> First = Table(
        (SqlKinds.Select, "SELECT WITH VALUES TABLE SHOW DESCRIBE EXPLAIN"),
        (SqlKinds.None, "INSERT REPLACE UPDATE DELETE MERGE CREATE ALTER DROP TRUNCATE RENAME INTO"));

    // Only words that no server takes for the name of a function without quotes.
    private static readonly FrozenSet<string> Keys = Set(
        """
        ALL AND ANY AS BETWEEN BY CASE CHECK CROSS DEFAULT DISTINCT ELSE END EXCEPT EXISTS FETCH FROM GROUP HAVING IN INNER
        INTERSECT INTO IS JOIN LATERAL LIKE LIMIT NATURAL NOT NULL OFFSET ON OR ORDER OUTER REFERENCES RETURNING SELECT SET
        SOME TABLE THEN UNION UNIQUE USING VALUES WHEN WHERE WITH
        BIGINT BIT BOOLEAN CHAR CHARACTER DEC DECIMAL FLOAT INT INTEGER NCHAR NUMERIC PRECISION REAL SMALLINT TIME TIMESTAMP
        VARCHAR
        """);

    private static readonly FrozenSet<string>[] KeysOfDialect =
    [
        Set(""),
        Set("ARRAY ILIKE INTERVAL ONLY ROW VARIADIC"),
        Set("BINARY DIV INDEX INTERVAL KEY PARTITION REGEXP RLIKE VARBINARY XOR"),
        Set("GLOB"),
        Set("BINARY DATETIME2 DATETIMEOFFSET IF NVARCHAR OUTPUT PIVOT TOP UNPIVOT VARBINARY WHILE"),
    ];

    /// <summary>The kind that a word makes anywhere; none for most.</summary>
    public static SqlKinds KindOf(ReadOnlySpan<byte> word) => Find(Anywhere, word, SqlKinds.None);

    /// <summary>The kind that a word makes at the beginning of a statement.</summary>
    public static SqlKinds KindOfFirst(ReadOnlySpan<byte> word) => Find(First, word, SqlKinds.Admin);

    /// <summary>Whether the word is a key word of the dialect.</summary>
    public static bool IsKey(ReadOnlySpan<byte> word, SqlDialect dialect) =>
        Contains(Keys, word) || Contains(KeysOfDialect[(int)dialect], word);

    /// <summary>Whether the word is the given one, in any letter case.</summary>
    public static bool Is(ReadOnlySpan<byte> word, ReadOnlySpan<byte> upper) => Ascii.EqualsIgnoreCase(word, upper);

    /// <summary>An ASCII letter, digit or <c>_</c>.</summary>
    public static bool IsWordCharacter(byte unit) => char.IsAsciiLetterOrDigit((char)unit) || unit == '_';

    /// <summary>Whether a run that begins with a digit is a number and nothing else, to every server.</summary>
    public static bool IsNumber(ReadOnlySpan<byte> run)
    {
        if (run is [(byte)'0', (byte)'x' or (byte)'X', .. var hexadecimal])
            return !hexadecimal.ContainsAnyExcept("0123456789abcdefABCDEF"u8);
        var power = run.IndexOfAny((byte)'e', (byte)'E');
        var whole = power < 0 ? run : run[..power];
        return !whole.ContainsAnyExcept("0123456789_"u8)
            && (power < 0 || !run[(power + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'));
    }

    /// <summary>Whether a set of ASCII words has the word, in any letter case.</summary>
    public static bool Contains(FrozenSet<string> words, ReadOnlySpan<byte> word)
    {
        Span<char> buffer = stackalloc char[Longest];
        return word.Length <= Longest
            && words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(buffer[..Encoding.ASCII.GetChars(word, buffer)]);
    }

    /// <summary>A set of words from a text with blanks between them.</summary>
    public static FrozenSet<string> Set(string words) =>
        Split(words).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private static SqlKinds Find(FrozenDictionary<string, SqlKinds> table, ReadOnlySpan<byte> word, SqlKinds otherwise)
    {
        Span<char> buffer = stackalloc char[Longest];
        if (word.Length > Longest)
            return otherwise;
        var text = buffer[..Encoding.ASCII.GetChars(word, buffer)];
        return table.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out var kind) ? kind : otherwise;
    }

    private static FrozenDictionary<string, SqlKinds> Table(params (SqlKinds Kind, string Words)[] rows) => rows
        .SelectMany(row => Split(row.Words).Select(word => (word, row.Kind)))
        .ToFrozenDictionary(pair => pair.word, pair => pair.Kind, StringComparer.OrdinalIgnoreCase);

    private static string[] Split(string words) =>
        words.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
}
