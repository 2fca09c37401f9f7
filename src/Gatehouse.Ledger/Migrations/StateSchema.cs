using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Migrations;

/// <summary><c>state.db</c>: what must not be lost. Times are ticks of UTC; amounts are billionths as text.</summary>
internal static class StateSchema
{
    public static readonly Schema Current = new(
    [
        """
        CREATE TABLE ledger_clock (latest INTEGER NOT NULL);
        INSERT INTO ledger_clock VALUES (0);

        CREATE TABLE approval (
            id TEXT PRIMARY KEY, grant_id TEXT NOT NULL, server_id TEXT NOT NULL, fingerprint TEXT NOT NULL,
            tool TEXT NOT NULL, definition TEXT NOT NULL, digest TEXT NOT NULL,
            rules TEXT NOT NULL, messages TEXT NOT NULL, approvers INTEGER NOT NULL, lifetime INTEGER NOT NULL,
            grant_label TEXT NOT NULL, client TEXT, repeat_of TEXT,
            state INTEGER NOT NULL, created INTEGER NOT NULL, expires INTEGER NOT NULL,
            key_id TEXT, params BLOB,
            settled_by TEXT, comment TEXT, settled INTEGER,
            call_id TEXT, writer TEXT, claimed INTEGER) WITHOUT ROWID;
        CREATE INDEX approval_subject ON approval (grant_id, digest, tool);
        CREATE INDEX approval_state ON approval (state, expires);
        CREATE TABLE approval_vote (
            approval_id TEXT NOT NULL REFERENCES approval (id), who TEXT NOT NULL, at INTEGER NOT NULL,
            PRIMARY KEY (approval_id, who)) WITHOUT ROWID;

        CREATE TABLE counter (
            counter TEXT NOT NULL, "window" TEXT NOT NULL, start INTEGER NOT NULL, kept INTEGER NOT NULL, sum TEXT NOT NULL,
            ends INTEGER NOT NULL, PRIMARY KEY (counter, "window")) WITHOUT ROWID;
        CREATE INDEX counter_ends ON counter (ends);
        CREATE TABLE reservation (
            id INTEGER PRIMARY KEY, counter TEXT NOT NULL, "window" TEXT NOT NULL, at INTEGER NOT NULL, amount TEXT NOT NULL);
        CREATE INDEX reservation_order ON reservation (counter, "window", at, id);
        """,
        """
        CREATE TABLE pinned_server (server_id TEXT PRIMARY KEY, first INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE pin (
            server_id TEXT NOT NULL REFERENCES pinned_server (server_id), tool TEXT NOT NULL, is_waiting INTEGER NOT NULL,
            definition BLOB NOT NULL, who TEXT, at INTEGER NOT NULL,
            PRIMARY KEY (server_id, tool, is_waiting)) WITHOUT ROWID;
        """,
        """
        ALTER TABLE approval_vote ADD COLUMN label TEXT;
        ALTER TABLE approval_vote ADD COLUMN via TEXT;
        ALTER TABLE approval_vote ADD COLUMN comment TEXT;
        ALTER TABLE approval ADD COLUMN settled_label TEXT;
        CREATE INDEX approval_created ON approval (created, id);
        """,
        """
        ALTER TABLE pin ADD COLUMN category TEXT;
        ALTER TABLE pin ADD COLUMN risk TEXT;
        ALTER TABLE pin ADD COLUMN risk_by INTEGER;
        """,
        """
        CREATE TABLE call_task (
            id TEXT PRIMARY KEY, grant_id TEXT NOT NULL, server_id TEXT NOT NULL, fingerprint TEXT NOT NULL,
            tool TEXT NOT NULL, definition TEXT NOT NULL, digest TEXT NOT NULL,
            state INTEGER NOT NULL, approval_id TEXT, call TEXT, answer TEXT, is_error INTEGER NOT NULL, note TEXT NOT NULL,
            writer TEXT, created INTEGER NOT NULL, changed INTEGER NOT NULL, expires INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX call_task_grant ON call_task (grant_id, server_id, state);
        CREATE INDEX call_task_approval ON call_task (approval_id);
        CREATE INDEX call_task_expires ON call_task (expires);
        """,
    ]);
}
