using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Serialization;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Approvals;

/// <summary>The table of requests: every statement of its state machine that is not a single compare-and-set.</summary>
internal static class ApprovalRows
{
    private const string Columns =
        """
        id, grant_id, server_id, fingerprint, tool, definition, digest, state, rules, messages, approvers, grant_label, client,
        repeat_of, created, expires, settled_by, comment, call_id, settled_label, settled, claimed
        """;

    /// <summary>Closes what nobody answered or used in time; the arguments go with it.</summary>
    public static void Expire(DbTransaction transaction, DateTimeOffset now) => Sql.Execute(
        transaction,
        "UPDATE approval SET state = $1, params = NULL WHERE state IN ($2, $3) AND expires <= $4",
        (int)ApprovalState.Expired, (int)ApprovalState.Open, (int)ApprovalState.Approved, now.UtcTicks);

    public static List<ApprovalCard> OfSubject(DbTransaction transaction, ApprovalSubject subject) => Cards(
        transaction,
        """
        WHERE grant_id = $1 AND digest = $2 AND tool = $3 AND server_id = $4 AND fingerprint = $5 AND definition = $6
        ORDER BY created DESC, id
        """,
        subject.GrantId, subject.Digest, subject.Tool, subject.ServerId, subject.ServerFingerprint, subject.DefinitionHash);

    public static List<ApprovalCard> Cards(DbTransaction transaction, string where, params ReadOnlySpan<object?> values) =>
        Sql.Rows(transaction, Card, $"SELECT {Columns} FROM approval {where}", values);

    public static ApprovalCard? Find(DbTransaction transaction, string id) =>
        Cards(transaction, "WHERE id = $1", id) is [var card]
            ? card with
            {
                Votes = [.. Sql.Rows(
                    transaction, Vote, "SELECT who, coalesce(label, who), via, comment, at FROM approval_vote WHERE approval_id = $1 ORDER BY at", id)],
            }
            : null;

    /// <summary>The stored arguments, encrypted; null once they are gone.</summary>
    public static byte[]? Box(DbTransaction transaction, string id) => Sql.Rows(
        transaction, static row => row.IsDBNull(0) ? null : row.GetFieldValue<byte[]>(0),
        "SELECT params FROM approval WHERE id = $1", id).FirstOrDefault();

    public static void Insert(
        DbTransaction transaction, string id, ApprovalDraft draft, DateTimeOffset now, string? repeatOf, byte[] box, string keyId)
    {
        var subject = draft.Subject;
        Sql.Execute(
            transaction,
            """
            INSERT INTO approval (id, grant_id, server_id, fingerprint, tool, definition, digest, rules, messages, approvers,
                lifetime, grant_label, client, repeat_of, state, created, expires, key_id, params)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)
            """,
            id, subject.GrantId, subject.ServerId, subject.ServerFingerprint, subject.Tool, subject.DefinitionHash, subject.Digest,
            Texts(draft.Rules), Texts(draft.Messages), draft.Approvers, draft.Expires.Ticks, draft.GrantLabel, draft.Client, repeatOf,
            (int)ApprovalState.Open, now.UtcTicks, (now + draft.Expires).UtcTicks, keyId, box);
    }

    private static ApprovalCard Card(DbDataReader row) => new()
    {
        Id = row.GetString(0),
        Subject = new ApprovalSubject(
            row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetString(5), row.GetString(6)),
        State = (ApprovalState)row.GetInt32(7),
        Rules = Texts(row.GetString(8)),
        Messages = Texts(row.GetString(9)),
        Approvers = row.GetInt32(10),
        Votes = [],
        GrantLabel = row.GetString(11),
        Client = row.TextOrNull(12),
        RepeatOf = row.TextOrNull(13),
        Created = new DateTimeOffset(row.GetInt64(14), TimeSpan.Zero),
        Expires = new DateTimeOffset(row.GetInt64(15), TimeSpan.Zero),
        SettledBy = row.TextOrNull(16),
        Comment = row.TextOrNull(17),
        CallId = row.TextOrNull(18),
        SettledByLabel = row.TextOrNull(19) ?? row.TextOrNull(16),
        Settled = Time(row, 20),
        Claimed = Time(row, 21),
    };

    private static ApprovalVote Vote(DbDataReader row) => new(
        new Voter(row.GetString(0), row.GetString(1), row.TextOrNull(2)), row.TextOrNull(3), new DateTimeOffset(row.GetInt64(4), TimeSpan.Zero));

    private static DateTimeOffset? Time(DbDataReader row, int column) =>
        row.IsDBNull(column) ? null : new DateTimeOffset(row.GetInt64(column), TimeSpan.Zero);

    private static string Texts(ImmutableArray<string> texts) =>
        JsonSerializer.Serialize(texts.IsDefault ? [] : [.. texts], TextsContext.Default.StringArray);

    private static ImmutableArray<string> Texts(string json) =>
        [.. JsonSerializer.Deserialize(json, TextsContext.Default.StringArray) ?? []];
}

/// <summary>Lists of texts in one column.</summary>
[JsonSerializable(typeof(string[]))]
internal sealed partial class TextsContext : JsonSerializerContext;
