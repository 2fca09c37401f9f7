using System.Data.Common;
using System.Globalization;
using Gatehouse.Ledger.Dialects.Postgres;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Dialects;

/// <summary>Plain statements with parameters <c>$1</c>, <c>$2</c> …, as both databases read them.</summary>
internal static class Sql
{
    /// <returns>How many rows were changed.</returns>
    public static int Execute(DbTransaction transaction, string text, params ReadOnlySpan<object?> values) =>
        Execute(transaction.Connection!, transaction, text, values);

    public static int Execute(DbConnection connection, DbTransaction? transaction, string text, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, transaction, text, values);
        return command.ExecuteNonQuery();
    }

    public static long Number(DbTransaction transaction, string text, params ReadOnlySpan<object?> values)
    {
        using var command = Command(transaction.Connection!, transaction, text, values);
        return command.ExecuteScalar() switch { long number => number, int number => number, decimal number => (long)number, _ => 0 };
    }

    public static string? Text(DbConnection connection, string text) => Text(connection, null, text);

    public static string? Text(DbTransaction transaction, string text, params ReadOnlySpan<object?> values) =>
        Text(transaction.Connection!, transaction, text, values);

    public static List<T> Rows<T>(
        DbTransaction transaction, Func<DbDataReader, T> read, string text, params ReadOnlySpan<object?> values)
    {
        using var command = Command(transaction.Connection!, transaction, text, values);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public static string? TextOrNull(this DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    public static DbCommand Command(
        DbConnection connection, DbTransaction? transaction, string text, ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        var isNamed = command is SqliteCommand;
        for (var i = 0; i < values.Length; i++)
        {
            var parameter = command.CreateParameter();
            parameter.Value = values[i] switch
            {
                null => DBNull.Value,
                string words when !isNamed => PostgresText.Storable(words),
                var value => value,
            };
            if (isNamed)
            {
                // PostgreSQL takes them by place, and only those without a name.
                parameter.ParameterName = string.Create(CultureInfo.InvariantCulture, $"${i + 1}");
            }

            command.Parameters.Add(parameter);
        }

        return command;
    }

    private static string? Text(DbConnection connection, DbTransaction? transaction, string text, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, transaction, text, values);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
