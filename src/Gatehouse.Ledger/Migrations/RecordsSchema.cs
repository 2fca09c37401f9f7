using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Index;

namespace Gatehouse.Ledger.Migrations;

/// <summary><c>records.db</c>: the index of the journals. It can be made again from them, so a damaged one is thrown away.</summary>
internal static class RecordsSchema
{
    public static readonly Schema Current = new(
    [
        """
        CREATE TABLE position (
            writer TEXT PRIMARY KEY, segment INTEGER NOT NULL, "offset" INTEGER NOT NULL, sequence INTEGER NOT NULL, hash TEXT NOT NULL)
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

        // Ways in by what people look for, and totals that no page has to count. What is mostly the same has no way in.
        """
        ALTER TABLE call ADD COLUMN reserved TEXT;
        CREATE INDEX call_server ON call (server_id, time);
        CREATE INDEX call_grant ON call (grant_id, time);
        CREATE INDEX call_tool ON call (server_id, target, time);
        CREATE INDEX call_decision ON call (server_id, decision, time) WHERE decision <> 'allowed';
        CREATE INDEX call_class ON call (server_id, class, time) WHERE class <> 'done';
        CREATE INDEX call_rule ON call (server_id, rule, time) WHERE rule IS NOT NULL;
        CREATE INDEX call_named ON call (call_id);

        DROP TABLE total;
        CREATE TABLE total (
            step INTEGER NOT NULL, server_id TEXT NOT NULL, start INTEGER NOT NULL, tool TEXT NOT NULL,
            allowed INTEGER NOT NULL, denied INTEGER NOT NULL, pending INTEGER NOT NULL, done INTEGER NOT NULL,
            error INTEGER NOT NULL, fault INTEGER NOT NULL, cancelled INTEGER NOT NULL, unknown INTEGER NOT NULL,
            PRIMARY KEY (step, server_id, start, tool)) WITHOUT ROWID;
        CREATE TABLE server_total (
            step INTEGER NOT NULL, server_id TEXT NOT NULL, start INTEGER NOT NULL,
            allowed INTEGER NOT NULL, denied INTEGER NOT NULL, pending INTEGER NOT NULL, done INTEGER NOT NULL,
            error INTEGER NOT NULL, fault INTEGER NOT NULL, cancelled INTEGER NOT NULL, unknown INTEGER NOT NULL,
            PRIMARY KEY (step, server_id, start)) WITHOUT ROWID;
        CREATE TABLE latency (
            step INTEGER NOT NULL, server_id TEXT NOT NULL, start INTEGER NOT NULL, tool TEXT NOT NULL, histogram BLOB NOT NULL,
            PRIMARY KEY (step, server_id, start, tool)) WITHOUT ROWID;
        CREATE TABLE grant_use (grant_id TEXT PRIMARY KEY, last INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE grant_total (
            grant_id TEXT NOT NULL, start INTEGER NOT NULL, calls INTEGER NOT NULL, denied INTEGER NOT NULL,
            PRIMARY KEY (grant_id, start)) WITHOUT ROWID;
        CREATE INDEX grant_total_start ON grant_total (start);
        CREATE TABLE settlement (
            approval_id TEXT NOT NULL, writer TEXT NOT NULL, sequence INTEGER NOT NULL, time INTEGER NOT NULL, state TEXT, who TEXT,
            PRIMARY KEY (approval_id, writer, sequence)) WITHOUT ROWID;
        """,

        // Their order was that of rows without a number, which not every database has.
        """
        CREATE TABLE saved_counter (id INTEGER PRIMARY KEY, line TEXT NOT NULL);
        INSERT INTO saved_counter (line) SELECT line FROM saved_counters ORDER BY rowid;
        DROP TABLE saved_counters;
        """,
        """
        ALTER TABLE call ADD COLUMN kept INTEGER;
        """,
    ])
    {
        // An index from before is brought up from its own rows: counters were saved beside it, so it is not begun anew.
        Fill = ImmutableDictionary<int, Action<DbTransaction>>.Empty.Add(2, TotalRebuild.Run),
    };
}
