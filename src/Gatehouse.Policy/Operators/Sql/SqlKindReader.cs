namespace Gatehouse.Policy.Operators.Sql;

/// <summary>Reads what an SQL text does from its words; no tree is built.</summary>
internal ref struct SqlKindReader
{
    private readonly SqlDialect dialect;
    private SqlKinds kinds;
    private bool inStatement;
    private bool isOpened;
    private bool anyStatement;
    private bool hasInto;
    private bool writesRows;

    // The word right before the name that is being read, schema and all.
    private ReadOnlySpan<byte> beforeName;
    private bool isQualified;

    private SqlKindReader(SqlDialect dialect) => this.dialect = dialect;

    /// <summary>The kinds of the text, at least one, or null where the text is not plain.</summary>
    public static SqlKinds? Read(ReadOnlySpan<byte> utf8, SqlDialect dialect)
    {
        if (utf8.Contains((byte)0))
            return null;
        var reader = new SqlKindReader(dialect);
        var tokens = new SqlTokens(utf8, dialect);
        SqlToken last = new(SqlTokenKind.End, []);
        SqlToken previous = new(SqlTokenKind.End, []);
        var current = tokens.Next();
        while (current.Kind != SqlTokenKind.End)
        {
            if (current.Kind == SqlTokenKind.NotPlain)
                return null;
            var next = tokens.Next();
            if (!reader.Take(last, previous, current, next))
                return null;
            last = previous;
            previous = current;
            current = next;
        }

        return reader.EndStatement() && reader.anyStatement ? reader.kinds : null;
    }

    private bool Take(scoped in SqlToken last, in SqlToken previous, in SqlToken current, scoped in SqlToken next)
    {
        if (current.Kind == SqlTokenKind.Semicolon)
        {
            return EndStatement();
        }

        isOpened = true;
        if (!inStatement && current.Kind != SqlTokenKind.Open && !Begin(current, next))
            return false;
        switch (current.Kind)
        {
            case SqlTokenKind.Open when IsCall(last, previous):
                kinds |= SqlKinds.Call;
                return true;
            case SqlTokenKind.Name or SqlTokenKind.Quoted:
                // In a.b the word before a counts; what a dot behind anything else belongs to is not asked.
                isQualified = previous.Kind == SqlTokenKind.Dot;
                if (!isQualified || last.Kind is not (SqlTokenKind.Name or SqlTokenKind.Quoted))
                    beforeName = isQualified ? [] : previous.Text;
                return current.Kind == SqlTokenKind.Quoted || TakeWords(previous, current.Text, next);
            default:
                return true;
        }
    }

    // What begins with anything but a word may be run by some server as the name of a procedure.
    private bool Begin(scoped in SqlToken first, scoped in SqlToken next)
    {
        if (!first.IsWord)
            return false;
        inStatement = true;
        anyStatement = true;
        kinds |= SqlWords.Is(first.Text, "REPLACE"u8) && next.Kind == SqlTokenKind.Open
            ? SqlKinds.Admin
            : SqlWords.KindOfFirst(first.Text);
        return true;
    }

    // A statement of nothing but parentheses is none that is known.
    private bool EndStatement()
    {
        var isPlain = inStatement || !isOpened;
        if (hasInto && !writesRows)
            kinds |= SqlKinds.Ddl;
        inStatement = isOpened = hasInto = writesRows = false;
        return isPlain;
    }

    // A name with other characters in it is several words.
    private bool TakeWords(scoped in SqlToken previous, ReadOnlySpan<byte> name, scoped in SqlToken next)
    {
        var start = 0;
        for (var at = 0; at <= name.Length; at++)
        {
            if (at < name.Length && SqlWords.IsWordCharacter(name[at]))
                continue;
            if (at > start && !TakeWord(previous, name[start..at], at == name.Length && next.Kind == SqlTokenKind.Open))
                return false;
            start = at + 1;
        }

        return true;
    }

    private bool TakeWord(scoped in SqlToken previous, scoped ReadOnlySpan<byte> word, bool isCalled)
    {
        var kind = SqlWords.KindOf(word);
        if (SqlWords.Is(word, "REPLACE"u8) && !isCalled)
            kind = SqlKinds.Insert;
        else if (SqlWords.Is(word, "SHARE"u8) && EndsInFor(previous.Text))
            kind = SqlKinds.Update;
        hasInto |= SqlWords.Is(word, "INTO"u8);
        writesRows |= kind is SqlKinds.Insert or SqlKinds.Merge;
        kinds |= kind;

        // GO ends a batch for the tools of SQL Server, and a batch may begin with the bare name of a procedure.
        return dialect != SqlDialect.TSql || !SqlWords.Is(word, "GO"u8);
    }

    private static bool EndsInFor(scoped ReadOnlySpan<byte> name) =>
        name.Length >= 3 && SqlWords.Is(name[^3..], "FOR"u8)
        && (name.Length == 3 || !SqlWords.IsWordCharacter(name[^4]));

    private bool IsCall(scoped in SqlToken last, scoped in SqlToken name)
    {
        if (name.Kind is not (SqlTokenKind.Name or SqlTokenKind.Quoted) || IsNamedHere)
            return false;
        if (isQualified)
            return true;
        if (!name.IsWord)
            return !name.IsWholeNumber;

        // OVER and FILTER are names to some servers, but not right behind the parenthesis of a function.
        if (last.Kind == SqlTokenKind.Close && (SqlWords.Is(name.Text, "OVER"u8) || SqlWords.Is(name.Text, "FILTER"u8)))
            return false;
        return !SqlWords.IsKey(name.Text, dialect) && !SqlBuiltins.Has(name.Text, dialect);
    }

    private readonly bool IsNamedHere =>
        SqlWords.Is(beforeName, "INTO"u8) || SqlWords.Is(beforeName, "TABLE"u8)
        || SqlWords.Is(beforeName, "WITH"u8) || SqlWords.Is(beforeName, "AS"u8);
}
