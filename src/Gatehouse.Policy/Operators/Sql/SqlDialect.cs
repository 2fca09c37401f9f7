namespace Gatehouse.Policy.Operators.Sql;

/// <summary>By whose rules an SQL text is cut into tokens.</summary>
internal enum SqlDialect : byte
{
    /// <summary>Any: what dialects cut differently is unknown.</summary>
    Generic = 0,

    /// <summary>PostgreSQL.</summary>
    Postgres,

    /// <summary>MySQL and MariaDB.</summary>
    MySql,

    /// <summary>SQLite.</summary>
    Sqlite,

    /// <summary>SQL Server.</summary>
    TSql,
}
