namespace Gatehouse.Policy.Operators.Sql;

/// <summary>Where comments begin and end. Lengths are −1 where that is not certain.</summary>
internal static class SqlComments
{
    /// <summary>The length of the comment that the text begins with; 0 where it begins with none.</summary>
    public static int Length(ReadOnlySpan<byte> text, SqlDialect dialect) => text switch
    {
        [(byte)'-', (byte)'-', ..] => DashLength(text, dialect),
        [(byte)'/', (byte)'*', ..] => BlockLength(text, dialect),
        [(byte)'#', ..] when dialect == SqlDialect.MySql => LineLength(text),
        _ => 0,
    };

    // MySQL wants a blank behind the dashes; elsewhere they are enough.
    private static int DashLength(ReadOnlySpan<byte> text, SqlDialect dialect)
    {
        if (dialect is not (SqlDialect.Generic or SqlDialect.MySql) || text.Length == 2)
            return LineLength(text);
        if (text[2] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r')
            return LineLength(text);
        return dialect == SqlDialect.Generic || text[2] < ' ' || text[2] == 0x7F ? -1 : 0;
    }

    // LF ends a line everywhere; what ends one only somewhere must not stand in a comment.
    private static int LineLength(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)'\n');
        var line = end < 0 ? text : text[..end];
        if (line is [.. var start, (byte)'\r'] && end >= 0)
            line = start;
        return LineBreaks.IsIn(line) ? -1 : end < 0 ? text.Length : end + 1;
    }

    private static int BlockLength(ReadOnlySpan<byte> text, SqlDialect dialect)
    {
        var depth = 0;
        for (var at = 0; at + 1 < text.Length; at++)
        {
            if (text[at] == '/' && text[at + 1] == '*')
            {
                if (IsExecuted(text[(at + 2)..]))
                    return -1;
                if (depth > 0 && dialect is SqlDialect.Generic or SqlDialect.MySql)
                    return -1;
                depth = depth > 0 && dialect == SqlDialect.Sqlite ? depth : depth + 1;
                at++;
            }
            else if (text[at] == '*' && text[at + 1] == '/')
            {
                depth--;
                at++;
                if (depth == 0)
                    return at + 1;
            }
        }

        return -1;
    }

    // MySQL and MariaDB run what stands in such a comment.
    private static bool IsExecuted(ReadOnlySpan<byte> inside) =>
        inside is [(byte)'!', ..] or [(byte)'M' or (byte)'m', (byte)'!', ..];
}
