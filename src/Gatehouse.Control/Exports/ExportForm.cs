using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Gatehouse.Api;

namespace Gatehouse.Control.Exports;

/// <summary>How rows of one kind are written to a file.</summary>
internal sealed class ExportForm<T>
    where T : class
{
    private readonly Func<T, string> _line;

    private ExportForm(string contentType, string extension, string? head, Func<T, string> line) =>
        (ContentType, Extension, Head, _line) = (contentType, extension, head, line);

    public string ContentType { get; }

    /// <summary>Of the file, without the dot.</summary>
    public string Extension { get; }

    /// <summary>The line above all; null for none.</summary>
    public string? Head { get; }

    /// <summary>One JSON object a line.</summary>
    public static ExportForm<T> JsonLines()
    {
        var type = (JsonTypeInfo<T>)ApiJson.Default.GetTypeInfo(typeof(T))!;
        return new("application/jsonl", "jsonl", null, row => JsonSerializer.Serialize(row, type) + "\n");
    }

    /// <summary>A table for spreadsheets.</summary>
    /// <param name="columns">Name and value of each column.</param>
    public static ExportForm<T> Csv(IReadOnlyList<(string Name, Func<T, object?> Value)> columns) => new(
        "text/csv; charset=utf-8", "csv", CsvLine.Of(columns.Select(static column => column.Name)),
        row => CsvLine.Of(columns.Select(column => column.Value(row))));

    /// <summary>Rows as the file has them.</summary>
    public byte[] Lines(IEnumerable<T> rows) => Encoding.UTF8.GetBytes(string.Concat(rows.Select(_line)));
}
