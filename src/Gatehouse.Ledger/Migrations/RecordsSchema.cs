using Gatehouse.Ledger.Dialects.Sqlite;

namespace Gatehouse.Ledger.Migrations;

/// <summary><c>records.db</c>: the index of the journals. It can be made again from them, so a damaged one is thrown away.</summary>
internal static class RecordsSchema
{
    public static readonly Schema Current = new(
    [
        """
        CREATE TABLE position (
            writer TEXT PRIMARY KEY, segment INTEGER NOT NULL, offset INTEGER NOT NULL, sequence INTEGER NOT NULL, hash TEXT NOT NULL)
            WITHOUT ROWID;
        CREATE TABLE saved_counters (line TEXT NOT NULL);

        CREATE TABLE call (
            id INTEGER PRIMARY KEY, writer TEXT NOT NULL, sequence INTEGER NOT NULL, time INTEGER NOT NULL, call_id TEXT,
            grant_id TEXT, server_id TEXT, method TEXT, target TEXT, definition TEXT, policy TEXT,
            decision TEXT, rule TEXT, args TEXT, digest TEXT, approval_id TEXT, observed TEXT, session TEXT, client TEXT, trace TEXT,
            class TEXT, bytes INTEGER, microseconds INTEGER, fault TEXT, concluded INTEGER);
        CREATE UNIQUE INDEX call_row ON call (writer, sequence);
        CREATE INDEX call_time ON call (time, id);

        CREATE TABLE refusal (
            writer TEXT NOT NULL, sequence INTEGER NOT NULL, time INTEGER NOT NULL, reason TEXT, status INTEGER, server_id TEXT,
            count INTEGER NOT NULL, PRIMARY KEY (writer, sequence)) WITHOUT ROWID;

        CREATE TABLE total (
            minute INTEGER NOT NULL, server_id TEXT NOT NULL, tool TEXT NOT NULL, outcome TEXT NOT NULL, count INTEGER NOT NULL,
            PRIMARY KEY (minute, server_id, tool, outcome)) WITHOUT ROWID;
        """,
    ]);
}
