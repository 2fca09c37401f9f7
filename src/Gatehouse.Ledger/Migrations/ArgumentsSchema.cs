using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Migrations;

/// <summary><c>arguments.db</c>: values of calls' arguments, encrypted, where a server's setting has them stored. Times are ticks of UTC.</summary>
internal static class ArgumentsSchema
{
    public static readonly Schema Current = new(
    [
        """
        CREATE TABLE stored_arguments (
            call_id TEXT PRIMARY KEY, owner TEXT NOT NULL, server_id TEXT NOT NULL, time INTEGER NOT NULL, until INTEGER NOT NULL,
            bytes INTEGER NOT NULL, key_version INTEGER NOT NULL, sealed BLOB) WITHOUT ROWID;
        CREATE INDEX stored_arguments_until ON stored_arguments (until);
        CREATE INDEX stored_arguments_time ON stored_arguments (time);
        CREATE INDEX stored_arguments_server ON stored_arguments (server_id, time);
        """,
    ]);
}
