namespace Gatehouse.Policy.Operators.Sql;

/// <summary>Cuts an SQL text into tokens by the rules of a dialect; blanks and comments fall out.</summary>
internal ref struct SqlTokens(ReadOnlySpan<byte> utf8, SqlDialect dialect)
{
    private ReadOnlySpan<byte> rest = utf8;

    /// <summary>The next token. After <see cref="SqlTokenKind.NotPlain"/> there is none.</summary>
    public SqlToken Next()
    {
        while (!rest.IsEmpty)
        {
            if (rest[0] is (byte)' ' or (>= 0x09 and <= 0x0D))
            {
                rest = rest[1..];
                continue;
            }

            var comment = SqlComments.Length(rest, dialect);
            if (comment < 0)
                return default;
            if (comment == 0)
                return Token();
            rest = rest[comment..];
        }

        return new SqlToken(SqlTokenKind.End, []);
    }

    private SqlToken Token() => rest[0] switch
    {
        (byte)'(' => Take(SqlTokenKind.Open, 1),
        (byte)')' => Take(SqlTokenKind.Close, 1),
        (byte)'.' => Take(SqlTokenKind.Dot, 1),
        (byte)';' => Take(SqlTokenKind.Semicolon, 1),
        (byte)'\'' => Quoted(SqlQuotes.Length(rest, (byte)'\'', InStrings())),
        (byte)'"' => Quoted(SqlQuotes.Length(rest, (byte)'"', InDoubleQuotes())),
        (byte)'`' => dialect is SqlDialect.MySql or SqlDialect.Sqlite
            ? Quoted(SqlQuotes.Length(rest, (byte)'`', SqlBackslash.Plain))
            : default,
        (byte)'[' => Bracket(),
        (byte)'$' when dialect == SqlDialect.Postgres => PostgresDollar(),
        (byte)':' or (byte)'@' or (byte)'$' when dialect == SqlDialect.Sqlite => SqliteVariable(),
        < 0x20 or 0x7F or (byte)'\\' => default,
        (byte)'#' or (byte)'$' when dialect == SqlDialect.Generic => default,
        (byte)'#' when dialect == SqlDialect.Sqlite => default,
        _ when IsNameCharacter(rest[0]) => Name(),
        _ => Take(SqlTokenKind.Other, 1),
    };

    private SqlToken Name()
    {
        var length = NameLength(rest);
        var name = rest[..length];
        var next = length < rest.Length ? rest[length] : (byte)' ';
        var quoteFollows = next is (byte)'\'' or (byte)'"';

        // A number that runs into letters is cut in two by one server and a name to the next: 1DROP, 1e5DROP.
        if (char.IsAsciiDigit((char)name[0]) && (quoteFollows || !SqlWords.IsNumber(name)))
            return default;
        if (dialect == SqlDialect.Generic && quoteFollows)
            return default;
        if (dialect == SqlDialect.Postgres && next == '\'' && name is [(byte)'e' or (byte)'E'])
        {
            var text = SqlQuotes.Length(rest[1..], (byte)'\'', SqlBackslash.Escape);
            return Quoted(text < 0 ? text : text + 1);
        }

        return Take(SqlTokenKind.Name, length);
    }

    private SqlToken Bracket() => dialect switch
    {
        SqlDialect.Generic => default,
        SqlDialect.Sqlite or SqlDialect.TSql => Quoted(SqlQuotes.BracketLength(rest, dialect)),
        _ => Take(SqlTokenKind.Other, 1),
    };

    private SqlToken PostgresDollar()
    {
        var length = SqlQuotes.DollarLength(rest);
        if (length != 0)
            return Quoted(length);

        // $1 is a parameter; glued to a name or another dollar, releases differ.
        length = 1;
        while (length < rest.Length && char.IsAsciiDigit((char)rest[length]))
            length++;
        var glued = length < rest.Length && (rest[length] == '$' || IsNameCharacter(rest[length]));
        return length == 1 || glued ? default : Take(SqlTokenKind.Other, length);
    }

    // SQLite takes a parenthesis that touches a variable into its name, quotes and all: $a(').
    private SqlToken SqliteVariable()
    {
        var length = 1;
        while (length < rest.Length && (rest[length] == ':' || IsNameCharacter(rest[length])))
            length++;
        if (length < rest.Length && rest[length] == '(')
            return default;
        return Take(SqlTokenKind.Other, 1);
    }

    private SqlToken Quoted(int length) => length < 0 ? default : Take(SqlTokenKind.Quoted, length);

    private SqlToken Take(SqlTokenKind kind, int length)
    {
        var text = rest[..length];
        rest = rest[length..];
        return new SqlToken(kind, kind == SqlTokenKind.Quoted ? [] : text);
    }

    private readonly int NameLength(ReadOnlySpan<byte> text)
    {
        var length = 1;
        while (length < text.Length && IsNameCharacter(text[length]))
            length++;
        return length;
    }

    private readonly bool IsNameCharacter(byte unit) => unit switch
    {
        >= 0x80 => true,
        (byte)'$' => dialect != SqlDialect.Generic,
        (byte)'@' => dialect is SqlDialect.TSql or SqlDialect.Generic,
        (byte)'#' => dialect == SqlDialect.TSql,
        _ => SqlWords.IsWordCharacter(unit),
    };

    private readonly SqlBackslash InStrings() => dialect switch
    {
        SqlDialect.Generic => SqlBackslash.Refused,
        SqlDialect.Postgres or SqlDialect.MySql => SqlBackslash.Setting,
        _ => SqlBackslash.Plain,
    };

    private readonly SqlBackslash InDoubleQuotes() => dialect switch
    {
        SqlDialect.Generic => SqlBackslash.Refused,
        SqlDialect.MySql => SqlBackslash.Setting,
        _ => SqlBackslash.Plain,
    };
}
