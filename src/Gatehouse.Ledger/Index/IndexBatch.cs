using Gatehouse.Ledger.Dialects.Sqlite;
using Gatehouse.Ledger.Journal;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Index;

/// <summary>Rows of the journal on their way into the index: an intent and its outcome become one row.</summary>
internal sealed class IndexBatch
{
    private readonly Dictionary<long, (JournalEntry Intent, JournalEntry? Outcome)> _intents = [];
    private readonly List<JournalEntry> _outcomes = [];
    private readonly List<JournalEntry> _refusals = [];
    private readonly Dictionary<(long Minute, string Server, string Tool, string Outcome), long> _totals = [];

    public int Count { get; private set; }

    public void Add(JournalEntry entry)
    {
        Count++;
        switch (entry.Kind)
        {
            case "intent":
                _intents[entry.Sequence] = (entry, null);
                Total(entry);
                break;
            case "outcome":
                _outcomes.Add(entry);
                break;
            case "refusals":
                _refusals.Add(entry);
                break;
        }
    }

    public void Write(SqliteTransaction transaction, string writer)
    {
        var late = new List<JournalEntry>();
        foreach (var outcome in _outcomes)
        {
            if (_intents.TryGetValue(outcome.Of, out var call))
            {
                _intents[outcome.Of] = call with { Outcome = outcome };
            }
            else
            {
                late.Add(outcome);
            }
        }

        Intents(transaction, writer);
        foreach (var outcome in late)
        {
            Sql.Execute(
                transaction,
                "UPDATE call SET class = $1, bytes = $2, microseconds = $3, fault = $4, concluded = $5 WHERE writer = $6 AND sequence = $7",
                outcome.Class, outcome.Bytes, outcome.Microseconds, outcome.Fault, outcome.Time.UtcTicks, writer, outcome.Of);
        }

        foreach (var refusal in _refusals)
        {
            Sql.Execute(
                transaction, "INSERT OR IGNORE INTO refusal VALUES ($1, $2, $3, $4, $5, $6, $7)",
                writer, refusal.Sequence, refusal.Time.UtcTicks, refusal.Reason, refusal.Status, refusal.Server, refusal.Count);
        }

        foreach (var (key, count) in _totals)
        {
            Sql.Execute(
                transaction,
                "INSERT INTO total VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO UPDATE SET count = count + $5",
                key.Minute, key.Server, key.Tool, key.Outcome, count);
        }
    }

    private void Intents(SqliteTransaction transaction, string writer)
    {
        using var command = Sql.Command(
            transaction.Connection!, transaction,
            """
            INSERT INTO call (writer, sequence, time, call_id, grant_id, server_id, method, target, definition, policy, decision, rule,
                args, digest, approval_id, observed, session, client, trace, class, bytes, microseconds, fault, concluded)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24)
            """,
            new object?[24]);
        command.Prepare();
        foreach (var (intent, outcome) in _intents.Values)
        {
            object?[] values =
            [
                writer, intent.Sequence, intent.Time.UtcTicks, intent.Call, intent.Grant, intent.Server, intent.Method, intent.Target,
                intent.Definition, intent.Policy, intent.Decision, intent.Rule, intent.Arguments, intent.Digest, intent.Approval,
                intent.Observed, intent.Session, intent.Client, intent.Trace, outcome?.Class, outcome?.Bytes, outcome?.Microseconds,
                outcome?.Fault, outcome?.Time.UtcTicks,
            ];
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i] ?? DBNull.Value;
            }

            command.ExecuteNonQuery();
        }
    }

    private void Total(JournalEntry intent)
    {
        // Names that no definition has are anybody's text: counted together, or they would fill the table.
        var key = (
            intent.Time.UtcTicks - (intent.Time.UtcTicks % TimeSpan.TicksPerMinute), intent.Server ?? "",
            intent.Definition is null ? "" : intent.Target ?? "", intent.Decision ?? "denied");
        _totals[key] = _totals.GetValueOrDefault(key) + 1;
    }
}
