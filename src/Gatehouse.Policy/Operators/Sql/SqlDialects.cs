namespace Gatehouse.Policy.Operators.Sql;

/// <summary>The words for dialects in a policy.</summary>
internal static class SqlDialects
{
    private static readonly (string Word, SqlDialect Dialect)[] Words =
    [
        ("generic", SqlDialect.Generic), ("postgres", SqlDialect.Postgres), ("mysql", SqlDialect.MySql),
        ("sqlite", SqlDialect.Sqlite), ("tsql", SqlDialect.TSql),
    ];

    /// <summary>The dialect of a word; generic where there is none.</summary>
    public static (SqlDialect? Dialect, Fault? Fault) Read(string? word)
    {
        foreach (var known in Words)
        {
            if ((word ?? "generic") == known.Word)
                return (known.Dialect, null);
        }

        var all = string.Join(", ", Words.Select(known => $"`{known.Word}`"));
        return (null, new Fault(FaultCode.DialectInvalid, $"`{word}` is not a dialect", $"the dialects are {all}"));
    }
}
