using System.Data.Common;

namespace Gatehouse.Control.Catalogue.Storage;

/// <summary>One transaction. A statement that comes again is prepared once; what only writes travels together, where the database is elsewhere.</summary>
internal sealed class CatalogueSession(DbTransaction transaction, CatalogueDialect dialect) : IDisposable
{
    private const int MostWaiting = 400;

    private readonly Dictionary<string, DbCommand> _commands = new(StringComparer.Ordinal);
    private DbBatch? _waiting;

    public CatalogueDialect Dialect => dialect;

    /// <summary>How many rows were changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        Send();
        return Command(sql, values).ExecuteNonQuery();
    }

    /// <summary>Changes rows where nobody needs to know how many: now, or together with what follows.</summary>
    public void Write(string sql, params ReadOnlySpan<object?> values)
    {
        if (!transaction.Connection!.CanCreateBatch)
        {
            Command(sql, values).ExecuteNonQuery();
            return;
        }

        if (_waiting is null)
        {
            _waiting = transaction.Connection.CreateBatch();
            _waiting.Transaction = transaction;
        }

        var command = _waiting.CreateBatchCommand();
#pragma warning disable CA2100 // As below.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var value in values)
        {
            var parameter = command.CreateParameter();
            parameter.Value = dialect.Value(value);
            command.Parameters.Add(parameter);
        }

        _waiting.BatchCommands.Add(command);
        if (_waiting.BatchCommands.Count == MostWaiting)
        {
            Send();
        }
    }

    /// <summary>Sends what waits. ORDER: before every reading, and before the transaction ends.</summary>
    public void Send()
    {
        if (_waiting is { BatchCommands.Count: > 0 })
        {
            _waiting.ExecuteNonQuery();
            _waiting.BatchCommands.Clear();
        }
    }

    /// <summary>The one number that comes back; null where none does.</summary>
    public long? Number(string sql, params ReadOnlySpan<object?> values)
    {
        Send();
        return Command(sql, values).ExecuteScalar() switch
        {
            long number => number,
            int number => number,
            _ => null,
        };
    }

    /// <summary>The first row; null where there is none.</summary>
    public T? One<T>(Func<DbDataReader, T> read, string sql, params ReadOnlySpan<object?> values)
        where T : class
    {
        Send();
        using var reader = Command(sql, values).ExecuteReader();
        return reader.Read() ? read(reader) : null;
    }

    public List<T> Rows<T>(Func<DbDataReader, T> read, string sql, params ReadOnlySpan<object?> values)
    {
        Send();
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

        _waiting?.Dispose();
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
