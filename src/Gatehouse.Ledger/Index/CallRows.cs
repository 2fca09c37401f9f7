using System.Collections.Immutable;
using System.Data.Common;
using System.Globalization;
using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Index;

/// <summary>Reads calls from the index by their ids.</summary>
internal static class CallRows
{
    private const string Columns =
        """
        id, writer, sequence, time, call_id, grant_id, server_id, method, target, definition, policy, decision, rule, args, digest,
        approval_id, observed, session, client, trace, class, bytes, microseconds, fault, reserved, kept
        """;

    /// <summary>Those of the ids, in the same order.</summary>
    public static ImmutableArray<RecordedCall> Read(DbTransaction transaction, IReadOnlyCollection<long> ids)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        // Numbers of our own: written out, because there may be more of them than a statement has parameters.
        var list = string.Join(',', ids.Select(static id => id.ToString(CultureInfo.InvariantCulture)));
        var found = Sql.Rows(transaction, Call, $"SELECT {Columns} FROM call WHERE id IN ({list})").ToDictionary(static call => call.Id);
        return [.. ids.Where(found.ContainsKey).Select(id => found[id])];
    }

    /// <summary>The last row of a call: one that was asked about has a row for the question and one for what followed.</summary>
    public static RecordedCall? Find(DbTransaction transaction, string callId) => Sql.Rows(
        transaction, Call, $"SELECT {Columns} FROM call WHERE call_id = $1 ORDER BY id DESC LIMIT 1", callId).FirstOrDefault();

    /// <summary>Deletes some of the calls before a time, and what stands beside them; their number.</summary>
    public static int Forget(DbTransaction transaction, long before)
    {
        Sql.Execute(transaction, "DELETE FROM refusal WHERE time < $1", before);
        Sql.Execute(transaction, "DELETE FROM settlement WHERE time < $1", before);
        return Sql.Execute(
            transaction, "DELETE FROM call WHERE id IN (SELECT id FROM call WHERE time < $1 ORDER BY time, id LIMIT 500)", before);
    }

    private static RecordedCall Call(DbDataReader row) => new()
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
        Reserved = row.TextOrNull(24),
        IsKept = !row.IsDBNull(25),
    };
}
