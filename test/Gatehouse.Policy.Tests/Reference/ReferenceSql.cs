namespace Gatehouse.Policy.Tests.Reference;

/// <summary>"SQL is cut into tokens; no tree is built." Only the dialect <c>generic</c>: the page defines no other.</summary>
internal static class ReferenceSql
{
    private enum Kind
    {
        Word,
        OddName,
        QuotedName,
        Text,
        Mark,
    }

    private sealed record Token(Kind Kind, string Text)
    {
        public bool Is(params string[] words) => Words.Any(words.Contains);

        /// <summary>A word is one word; a name with other characters in it, such as <c>a@b</c>, is several.</summary>
        private string[] Words => Kind is Kind.Word or Kind.OddName
            ? string.Concat(Text.Select(c => IsWordCharacter(c) ? c : ' ')).Split(' ')
            : [];

        public bool IsMark(string mark) => Kind == Kind.Mark && Text == mark;
    }

    private static readonly string[] Selecting = ["SELECT", "WITH", "VALUES", "TABLE", "SHOW", "DESCRIBE", "EXPLAIN"];
    private static readonly string[] Defining = ["CREATE", "ALTER", "DROP", "TRUNCATE", "RENAME"];
    private static readonly string[] Writing = ["INSERT", "REPLACE", "UPDATE", "DELETE", "MERGE"];

    private static readonly string[] Administering =
    [
        "EXEC", "EXECUTE", "CALL", "COPY", "GRANT", "REVOKE", "DENY", "ATTACH", "DETACH", "LOAD", "OUTFILE", "DUMPFILE",
        "PRAGMA", "BACKUP", "RESTORE", "KILL", "DBCC", "SHUTDOWN",
    ];

    // Only what the generated texts use; the full lists stand in the reference.
    private static readonly string[] KeyWords =
    [
        "SELECT", "FROM", "WHERE", "IN", "AND", "OR", "NOT", "VALUES", "EXISTS", "ON", "AS", "UNION", "ALL", "BY", "WITH",
        "SET", "INTO", "TABLE",
    ];

    private static readonly string[] BuiltIns = ["COUNT", "LOWER", "UPPER", "COALESCE", "SUM", "MAX", "MIN", "ABS", "LENGTH", "REPLACE"];

    /// <summary>The kinds of the text; null where it is not plain SQL.</summary>
    public static IReadOnlyList<string>? Kinds(string text)
    {
        if (Tokens(text) is not { } tokens)
        {
            return null;
        }

        var statements = new List<List<Token>> { new() };
        foreach (var token in tokens)
        {
            if (token.IsMark(";"))
            {
                statements.Add([]);
            }
            else
            {
                statements[^1].Add(token);
            }
        }

        statements.RemoveAll(statement => statement.Count == 0);

        // "Unknown: no statement". What does not begin with a word, opening brackets apart, has nothing to judge it by.
        return statements.Count == 0 || !statements.TrueForAll(BeginsWithWord)
            ? null
            : [.. statements.SelectMany(KindsOf).Distinct()];
    }

    private static bool BeginsWithWord(List<Token> statement) =>
        statement.Find(token => !token.IsMark("(")) is { Kind: Kind.Word } first && !char.IsAsciiDigit(first.Text[0]);

    private static Token First(List<Token> statement) => statement.Find(token => !token.IsMark("("))!;

    private static IEnumerable<string> KindsOf(List<Token> statement)
    {
        var first = First(statement).Text;
        var pairs = statement.Zip(statement.Skip(1).Append(new Token(Kind.Mark, "")), (Here, Next) => (Here, Next)).ToList();
        var replaces = pairs.Exists(pair => pair.Here.Is("REPLACE") && !pair.Next.IsMark("("));
        var beginsWithCall = first == "REPLACE" && pairs.Find(pair => !pair.Here.IsMark("(")).Next.IsMark("(");
        bool Has(params string[] words) => statement.Exists(token => token.Is(words));

        (string Kind, bool Made)[] kinds =
        [
            ("select", Selecting.Contains(first)),
            ("insert", Has("INSERT") || replaces),
            ("update", Has("UPDATE") || pairs.Exists(pair => pair.Here.Is("FOR") && pair.Next.Is("SHARE"))),
            ("delete", Has("DELETE")),
            ("merge", Has("MERGE")),
            ("ddl", Has(Defining) || (Has("INTO") && !Has("INSERT", "MERGE") && !replaces)),
            ("admin", !Selecting.Concat(Defining).Concat(Writing).Append("INTO").Contains(first) || Has(Administering) || beginsWithCall),
            ("call", Enumerable.Range(1, statement.Count - 1).Any(at => statement[at].IsMark("(") && IsCall(statement, at - 1))),
        ];
        return kinds.Where(kind => kind.Made).Select(kind => kind.Kind);
    }

    /// <summary>"<c>(</c> after a name, unless the name is a key word, comes after INTO, TABLE, WITH or AS, or is a built-in without schema and quotes".</summary>
    private static bool IsCall(List<Token> statement, int at)
    {
        var name = statement[at];
        // A number is no name; only behind a dot some servers take one for it.
        if (!IsName(name) || (name.Text.Length > 0 && name.Text.All(char.IsAsciiDigit) && !statement[Math.Max(at - 1, 0)].IsMark(".")))
        {
            return false;
        }

        var start = at;
        while (start >= 2 && statement[start - 1].IsMark(".") && IsName(statement[start - 2]))
        {
            start -= 2;
        }

        var isPlain = name.Kind == Kind.Word && start == at;
        return !(isPlain && (KeyWords.Contains(name.Text) || BuiltIns.Contains(name.Text)))
            && !(start > 0 && statement[start - 1].Is("INTO", "TABLE", "WITH", "AS"));
    }

    // Some servers take a name in single quotes too.
    private static bool IsName(Token token) => token.Kind != Kind.Mark;

    private static bool IsWordCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';

    /// <summary>"Words are runs of ASCII letters, digits and <c>_</c> outside strings, quoted names and comments."</summary>
    private static List<Token>? Tokens(string sql)
    {
        var tokens = new List<Token>();
        for (var at = 0; at < sql.Length;)
        {
            var rest = sql[at..];
            int? length;
            if (char.IsWhiteSpace(sql[at]))
            {
                length = 1;
            }
            else if (rest.StartsWith("--", StringComparison.Ordinal) || rest.StartsWith("/*", StringComparison.Ordinal))
            {
                length = Comment(rest);
            }
            else if (sql[at] is '\'' or '"')
            {
                length = Quoted(rest, at > 0 ? sql[at - 1] : ' ');
                tokens.Add(new Token(sql[at] == '"' ? Kind.QuotedName : Kind.Text, ""));
            }
            else if (sql[at] is '`' or '#' or '$' or '[' or '\\' or '\0')
            {
                length = null;
            }
            else
            {
                var name = new string([.. rest.TakeWhile(c => IsWordCharacter(c) || c is '@' or > '\x7f')]);

                // `1OR` is one name to some servers and a number and a word to others.
                var isCutDifferently = name.Length > 0 && char.IsAsciiDigit(name[0]) && !name.All(char.IsAsciiDigit)
                    && !(name.StartsWith("0x", StringComparison.Ordinal) && name[2..].All(char.IsAsciiHexDigit));
                length = isCutDifferently ? null : Math.Max(name.Length, 1);
                if (length is null)
                {
                    return null;
                }

                tokens.Add(new Token(
                    name.Length == 0 ? Kind.Mark : name.All(IsWordCharacter) ? Kind.Word : Kind.OddName,
                    rest[..length.Value].ToUpperInvariant()));
            }

            if (length is null)
            {
                return null;
            }

            at += length.Value;
        }

        return tokens;
    }

    /// <summary>"Unknown: an open comment, <c>/*!</c>, <c>/*M!</c>, a nested comment, <c>--</c> without a blank."</summary>
    private static int? Comment(string rest)
    {
        if (rest[0] == '-')
        {
            var end = rest.IndexOf('\n', StringComparison.Ordinal);
            return rest.Length > 2 && !char.IsWhiteSpace(rest[2]) ? null : end < 0 ? rest.Length : end;
        }

        var close = rest.IndexOf("*/", 2, StringComparison.Ordinal);
        if (close < 0 || rest.StartsWith("/*!", StringComparison.Ordinal) || rest.StartsWith("/*M!", StringComparison.Ordinal))
        {
            return null;
        }

        return rest[2..close].Contains("/*", StringComparison.Ordinal) ? null : close + 2;
    }

    /// <summary>"Unknown: an open quote, a backslash in a string, a letter right before a quote."</summary>
    private static int? Quoted(string rest, char before)
    {
        for (var at = 1; at < rest.Length; at++)
        {
            if (rest[at] is '\\' or '\0')
            {
                return null;
            }

            if (rest[at] == rest[0])
            {
                if (at + 1 < rest.Length && rest[at + 1] == rest[0])
                {
                    at++;
                    continue;
                }

                return IsWordCharacter(before) || before is '@' or > '\x7f' ? null : at + 1;
            }
        }

        return null;
    }
}
