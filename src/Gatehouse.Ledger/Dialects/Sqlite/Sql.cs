using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Dialects.Sqlite;

/// <summary>Plain statements with parameters <c>$1</c>, <c>$2</c> …</summary>
internal static class Sql
{
    /// <returns>How many rows were changed.</returns>
    public static int Execute(SqliteTransaction transaction, string text, params ReadOnlySpan<object?> values) =>
        Execute(transaction.Connection!, transaction, text, values);

    public static int Execute(
        SqliteConnection connection, SqliteTransaction? transaction, string text, params ReadOnlySpan<object?> values)
    {
        using var command = Command(connection, transaction, text, values);
        return command.ExecuteNonQuery();
    }

    public static long Number(SqliteTransaction transaction, string text, params ReadOnlySpan<object?> values)
    {
        using var command = Command(transaction.Connection!, transaction, text, values);
        return command.ExecuteScalar() is long number ? number : 0;
    }

    public static string? Text(SqliteConnection connection, string text)
    {
        using var command = Command(connection, null, text, []);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    public static List<T> Rows<T>(
        SqliteTransaction transaction, Func<SqliteDataReader, T> read, string text, params ReadOnlySpan<object?> values)
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

    public static string? TextOrNull(this SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    public static SqliteCommand Command(
        SqliteConnection connection, SqliteTransaction? transaction, string text, ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = text;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
        }

        return command;
    }
}
