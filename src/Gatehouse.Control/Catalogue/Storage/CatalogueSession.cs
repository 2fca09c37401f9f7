using System.Data.Common;

namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>One transaction. A statement that comes again is prepared once.</summary>
internal sealed class CatalogueSession(DbTransaction transaction, CatalogueDialect dialect) : IDisposable
{
    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);

    public CatalogueDialect Dialect => dialect;

    /// <summary>How many rows were changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteNonQuery();

    /// <summary>The one number that comes back; null where none does.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> values) => Command(sql, values).ExecuteScalar() switch
    {
        long number => number,
        int number => number,
        _ => null,
    };

    /// <summary>The first row; null where there is none.</summary>
    public T? One<T>(Func<DbDataReader, T> read, string sql, params ReadOnlySpan<object?> values)
        where T : class
    {
        using var reader = Command(sql, values).ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    public List<T> Rows<T>(Func<DbDataReader, T> read, string sql, params ReadOnlySpan<object?> values)
    {
        using var reader = Command(sql, values).ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        foreach (var command in _commands.Values)
        {
            command.Dispose();
        }
    }

    private DbCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        if (!_commands.TryGetValue(sql, out var command))
        {
            command = transaction.Connection!.CreateCommand();
            command.Transaction = transaction;
#pragma warning disable CA2100 // Statements are written in this folder; what comes from outside is a parameter.
            command.CommandText = sql;
#pragma warning restore CA2100
            for (var i = 1; i <= values.Length; i++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = dialect.ParameterName(i);
                command.Parameters.Add(parameter);
            }

            _commands.Add(sql, command);
        }

        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = dialect.Value(values[i]);
        }

        return command;
    }
}

/// <summary>Columns that may be empty.</summary>
internal static class Columns
{
    public static string? Text(this DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);

    public static DateTimeOffset? Time(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeSeconds(row.GetInt64(column));
}
