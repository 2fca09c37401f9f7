using System.Data.Common;
using System.Globalization;
using Gatehouse.Ledger.Dialects;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Index;

/// <summary>One walk along an index, row by row, in the order of time. Several go on at once in one transaction.</summary>
internal sealed class CallWalk : IDisposable
{
    private const int Portion = 100;

    private readonly DbTransaction _transaction;
    private readonly DbCommand _command;
    private readonly DbDataReader? _reader;
    private readonly string _cursor;
    private readonly Queue<Step> _ahead = new();
    private bool _isOver;

    /// <param name="transaction">Where it reads.</param>
    /// <param name="filter">What it walks along.</param>
    /// <param name="oldestFirst">Which way.</param>
    /// <param name="number">Another one for each walk of a transaction.</param>
    public CallWalk(DbTransaction transaction, CallFilter filter, bool oldestFirst, int number)
    {
        _transaction = transaction;
        _cursor = string.Create(CultureInfo.InvariantCulture, $"walk_{number}");
        var isSqlite = transaction is SqliteTransaction;
        var direction = oldestFirst ? "" : " DESC";

        // SQLite is told the way in. PostgreSQL finds it, and has one answer open at a time: a cursor for each walk.
        _command = Sql.Command(
            transaction.Connection!, transaction,
            $"""
            {(isSqlite ? "" : $"DECLARE {_cursor} NO SCROLL CURSOR FOR")}
            SELECT time, id, CASE WHEN {filter.Fits} THEN 1 ELSE 0 END FROM call {(isSqlite ? "INDEXED BY " + filter.Index : "")}
            WHERE {filter.Where} ORDER BY time{direction}, id{direction}
            """,
            filter.Values);
        if (isSqlite)
        {
            _reader = _command.ExecuteReader();
        }
        else
        {
            _command.ExecuteNonQuery();
        }
    }

    public long Time { get; private set; }

    public long Id { get; private set; }

    /// <summary>Whether the row is a hit.</summary>
    public bool Fits { get; private set; }

    /// <summary>Goes on to the next row; false behind the last.</summary>
    public bool Next()
    {
        if (!(_reader is null ? Fetch() : _reader.Read()))
        {
            return false;
        }

        (Time, Id, Fits) = _reader is null ? _ahead.Dequeue() : Read(_reader);
        return true;
    }

    public void Dispose()
    {
        _reader?.Dispose();
        _command.Dispose();
    }

    private bool Fetch()
    {
        if (_ahead.Count == 0 && !_isOver)
        {
            var rows = Sql.Rows(
                _transaction, Read, string.Create(CultureInfo.InvariantCulture, $"FETCH {Portion} FROM {_cursor}"));
            rows.ForEach(_ahead.Enqueue);
            _isOver = rows.Count < Portion;
        }

        return _ahead.Count > 0;
    }

    private static Step Read(DbDataReader row) => new(row.GetInt64(0), row.GetInt64(1), row.GetInt64(2) != 0);

    private readonly record struct Step(long Time, long Id, bool Fits);
}
