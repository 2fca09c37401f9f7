using System.Buffers;
using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Gatehouse.Ledger.Dialects.Sqlite;

/// <summary>Rows for a database in this process.</summary>
/// <remarks>The driver looks up each parameter of each row by its name, which for a row of 24 costs more than the row.</remarks>
internal sealed class SqliteInsert : BulkInsert
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _statement;
    private byte[] _text = ArrayPool<byte>.Shared.Rent(4096);
    private int _bound;

    /// <summary>Runs inside the connection's transaction.</summary>
    public SqliteInsert(SqliteConnection connection, string insert)
    {
        _database = connection.Handle!;
        Check(raw.sqlite3_prepare_v2(_database, insert, out _statement));
    }

    public override BulkInsert Add(string? text)
    {
        if (text is null)
        {
            Check(raw.sqlite3_bind_null(_statement, ++_bound));
            return this;
        }

        var most = Encoding.UTF8.GetMaxByteCount(text.Length);
        if (_text.Length < most)
        {
            ArrayPool<byte>.Shared.Return(_text);
            _text = ArrayPool<byte>.Shared.Rent(most);
        }

        // SQLite copies the bytes.
        Check(raw.sqlite3_bind_text(_statement, ++_bound, _text.AsSpan(0, Encoding.UTF8.GetBytes(text, _text))));
        return this;
    }

    public override BulkInsert Add(long? number)
    {
        Check(number is { } value
            ? raw.sqlite3_bind_int64(_statement, ++_bound, value)
            : raw.sqlite3_bind_null(_statement, ++_bound));
        return this;
    }

    public override BulkInsert Add(ReadOnlySpan<byte> bytes)
    {
        Check(raw.sqlite3_bind_blob(_statement, ++_bound, bytes));
        return this;
    }

    public override void Run()
    {
        var done = raw.sqlite3_step(_statement);
        Check(raw.sqlite3_reset(_statement));
        _bound = 0;
        if (done != raw.SQLITE_DONE)
        {
            Check(done);
        }
    }

    public override void Dispose()
    {
        _statement.Dispose();
        ArrayPool<byte>.Shared.Return(_text);
    }

    private void Check(int code)
    {
        if (code != raw.SQLITE_OK)
        {
            throw new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string(), code, raw.sqlite3_extended_errcode(_database));
        }
    }
}
