using Gatehouse.Ledger.Dialects.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Index;

/// <summary>One walk along an index, row by row, in the order of time.</summary>
internal sealed class CallWalk : IDisposable
{
    private readonly SqliteCommand _command;
    private readonly SqliteDataReader _reader;

    public CallWalk(SqliteTransaction transaction, CallFilter filter, bool oldestFirst)
    {
        var direction = oldestFirst ? "" : " DESC";
        _command = Sql.Command(
            transaction.Connection!, transaction,
            $"""
            SELECT time, id, {filter.Fits} FROM call INDEXED BY {filter.Index} WHERE {filter.Where}
            ORDER BY time{direction}, id{direction}
            """,
            filter.Values);
        _reader = _command.ExecuteReader();
    }

    public long Time { get; private set; }

    public long Id { get; private set; }

    /// <summary>Whether the row is a hit.</summary>
    public bool Fits { get; private set; }

    /// <summary>Goes on to the next row; false behind the last.</summary>
    public bool Next()
    {
        if (!_reader.Read())
        {
            return false;
        }

        (Time, Id, Fits) = (_reader.GetInt64(0), _reader.GetInt64(1), !_reader.IsDBNull(2) && _reader.GetInt64(2) != 0);
        return true;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _command.Dispose();
    }
}
