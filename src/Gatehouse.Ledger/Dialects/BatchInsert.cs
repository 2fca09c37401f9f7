using System.Data.Common;
using System.Data;
using System.Globalization;
using System.Text;
using Gatehouse.Ledger.Dialects.Postgres;

namespace Gatehouse.Ledger.Dialects;

/// <summary>Rows for a database that is reached by a network: many in one round trip.</summary>
internal sealed class BatchInsert(DbTransaction transaction, string insert) : BulkInsert
{
    private const int Most = 250;

    private readonly string _insert = Numbered(insert);
    private DbBatch _batch = New(transaction);
    private DbBatchCommand? _row;

    public override BulkInsert Add(string? text) => Add(DbType.String, text is null ? DBNull.Value : PostgresText.Storable(text));

    public override BulkInsert Add(long? number) => Add(DbType.Int64, number is { } value ? value : DBNull.Value);

    public override BulkInsert Add(ReadOnlySpan<byte> bytes) => Add(DbType.Binary, bytes.ToArray());

    public override void Run()
    {
        _batch.BatchCommands.Add(_row!);
        _row = null;
        if (_batch.BatchCommands.Count == Most)
        {
            Complete();
        }
    }

    public override void Complete()
    {
        if (_batch.BatchCommands.Count > 0)
        {
            _batch.ExecuteNonQuery();
            _batch.Dispose();
            _batch = New(transaction);
        }
    }

    public override void Dispose() => _batch.Dispose();

    private BatchInsert Add(DbType type, object value)
    {
        if (_row is null)
        {
            _row = _batch.CreateBatchCommand();
            _row.CommandText = _insert;
        }

        var parameter = _row.CreateParameter();
        (parameter.DbType, parameter.Value) = (type, value);
        _row.Parameters.Add(parameter);
        return this;
    }

    private static DbBatch New(DbTransaction transaction)
    {
        var batch = transaction.Connection!.CreateBatch();
        batch.Transaction = transaction;
        return batch;
    }

    private static string Numbered(string insert)
    {
        var text = new StringBuilder(insert.Length + 64);
        var place = 0;
        foreach (var letter in insert)
        {
            _ = letter == '?' ? text.Append(CultureInfo.InvariantCulture, $"${++place}") : text.Append(letter);
        }

        return text.ToString();
    }
}
