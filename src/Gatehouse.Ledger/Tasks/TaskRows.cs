using System.Data.Common;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Gateway.Tasks;
using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Tasks;

/// <summary>The table of tasks.</summary>
internal static class TaskRows
{
    public static List<StoredTask> Read(DbTransaction transaction, string where, params ReadOnlySpan<object?> values) => Sql.Rows(
        transaction, Task,
        $"SELECT id, grant_id, server_id, tool, state, approval_id, call, answer, is_error, note, created, changed, expires FROM call_task {where}",
        values);

    /// <summary>One task, looked up together with whose it is.</summary>
    public static StoredTask? Find(DbTransaction transaction, string grantId, string serverId, string id) => Read(
        transaction, "WHERE id = $1 AND grant_id = $2 AND server_id = $3", id, grantId, serverId) is [var task] ? task : null;

    /// <summary>The task of the very same call that waits for a person.</summary>
    public static StoredTask? Waiting(DbTransaction transaction, ApprovalSubject subject) => Read(
        transaction,
        """
        WHERE grant_id = $1 AND digest = $2 AND tool = $3 AND server_id = $4 AND fingerprint = $5 AND definition = $6 AND state = $7
        ORDER BY created LIMIT 1
        """,
        subject.GrantId, subject.Digest, subject.Tool, subject.ServerId, subject.ServerFingerprint, subject.DefinitionHash,
        (int)CallTaskState.Waiting) is [var task] ? task : null;

    public static void Insert(DbTransaction transaction, TaskDraft draft, string? writer, DateTimeOffset now, DateTimeOffset expires)
    {
        var subject = draft.Subject;
        var state = draft.ApprovalId is null ? CallTaskState.Running : CallTaskState.Waiting;
        Sql.Execute(
            transaction,
            """
            INSERT INTO call_task (id, grant_id, server_id, fingerprint, tool, definition, digest, state, approval_id, call, is_error,
                note, writer, created, changed, expires)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11, $12, $13, $13, $14)
            """,
            draft.Id, subject.GrantId, subject.ServerId, subject.ServerFingerprint, subject.Tool, subject.DefinitionHash, subject.Digest,
            (int)state, draft.ApprovalId, draft.Call, draft.Note, writer, now.UtcTicks, expires.UtcTicks);
    }

    private static StoredTask Task(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        GrantId = row.GetString(1),
        ServerId = row.GetString(2),
        Tool = row.GetString(3),
        State = (CallTaskState)row.GetInt32(4),
        ApprovalId = row.TextOrNull(5),
        Call = row.TextOrNull(6),
        Answer = row.TextOrNull(7),
        IsError = row.GetInt64(8) != 0,
        Note = row.GetString(9),
        Created = new DateTimeOffset(row.GetInt64(10), TimeSpan.Zero),
        Changed = new DateTimeOffset(row.GetInt64(11), TimeSpan.Zero),
        Expires = new DateTimeOffset(row.GetInt64(12), TimeSpan.Zero),
    };
}
