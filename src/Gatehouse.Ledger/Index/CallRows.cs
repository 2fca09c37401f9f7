using Gatehouse.Ledger.Dialects.Sqlite;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Index;

/// <summary>Reads calls from the index.</summary>
internal static class CallRows
{
    private const string Columns =
        """
        id, writer, sequence, time, call_id, grant_id, server_id, method, target, definition, policy, decision, rule, args, digest,
        approval_id, observed, session, client, trace, class, bytes, microseconds, fault
        """;

    public static List<RecordedCall> Read(SqliteTransaction transaction, RecordQuery query)
    {
        var where = new List<string>();
        var values = new List<object?>();
        Add("target = ?", query.Target);
        Add("grant_id = ?", query.GrantId);
        Add("server_id = ?", query.ServerId);
        Add("rule = ?", query.Rule);
        Add("? IN (decision, class)", query.Outcome);
        Add("time >= ?", query.Since?.UtcTicks);
        Add("time < ?", query.Until?.UtcTicks);
        Add("instr(coalesce(target,'') || char(10) || coalesce(rule,'') || char(10) || coalesce(client,'') || char(10) || coalesce(fault,''), ?) > 0", query.Text);
        Add("id > ?", query.TakenInAfter);
        var (sign, direction) = query.OldestFirst ? (">", "") : ("<", "DESC");
        if (query.After is { } cursor)
        {
            values.Add(cursor.Time.UtcTicks);
            values.Add(cursor.Id);
            where.Add($"(time, id) {sign} (${values.Count - 1}, ${values.Count})");
        }

        values.Add(Math.Clamp(query.Most, 1, 1000));
        var order = query.TakenInAfter is null ? $"time {direction}, id {direction}" : "id";
        var filter = where.Count == 0 ? "" : "WHERE " + string.Join(" AND ", where);
        return Sql.Rows(
            transaction, Call, $"SELECT {Columns} FROM call {filter} ORDER BY {order} LIMIT ${values.Count}", [.. values]);

        void Add(string condition, object? value)
        {
            if (value is not null)
            {
                values.Add(value);
                where.Add(condition.Replace("?", $"${values.Count}", StringComparison.Ordinal));
            }
        }
    }

    private static RecordedCall Call(SqliteDataReader row) => new()
    {
        Id = row.GetInt64(0),
        Writer = row.GetString(1),
        Sequence = row.GetInt64(2),
        Time = new DateTimeOffset(row.GetInt64(3), TimeSpan.Zero),
        CallId = row.TextOrNull(4) ?? "",
        GrantId = row.TextOrNull(5) ?? "",
        ServerId = row.TextOrNull(6) ?? "",
        Method = row.TextOrNull(7) ?? "",
        Target = row.TextOrNull(8),
        DefinitionHash = row.TextOrNull(9),
        PolicyHash = row.TextOrNull(10),
        Decision = row.TextOrNull(11) ?? "denied",
        Rule = row.TextOrNull(12),
        Arguments = row.TextOrNull(13),
        Digest = row.TextOrNull(14),
        ApprovalId = row.TextOrNull(15),
        Observed = row.TextOrNull(16),
        Session = row.TextOrNull(17),
        Client = row.TextOrNull(18),
        TraceId = row.TextOrNull(19),
        Class = row.TextOrNull(20),
        Bytes = row.IsDBNull(21) ? 0 : row.GetInt64(21),
        Duration = TimeSpan.FromMicroseconds(row.IsDBNull(22) ? 0 : row.GetInt64(22)),
        Fault = row.TextOrNull(23),
    };
}
