using System.Data.Common;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Journal;

namespace Gatehouse.Ledger.Index;

/// <summary>Rows of the journal on their way into the index: an intent and its outcome become one row.</summary>
internal sealed class IndexBatch
{
    private readonly Dictionary<long, (JournalEntry Intent, JournalEntry? Outcome)> _intents = [];
    private readonly List<JournalEntry> _outcomes = [];
    private readonly List<JournalEntry> _refusals = [];
    private readonly List<JournalEntry> _settlements = [];
    private readonly TotalBatch _totals = new();

    public int Count { get; private set; }

    public void Add(JournalEntry entry)
    {
        Count++;
        switch (entry.Kind)
        {
            case "intent":
                _intents[entry.Sequence] = (entry, null);
                _totals.Decided(entry);
                break;
            case "outcome":
                _outcomes.Add(entry);
                break;
            case "refusals":
                _refusals.Add(entry);
                break;
            case "settlement":
                _settlements.Add(entry);
                break;
        }
    }

    public void Write(DbTransaction transaction, string writer)
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
            Late(transaction, writer, outcome);
        }

        foreach (var refusal in _refusals)
        {
            Sql.Execute(
                transaction, "INSERT INTO refusal VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
                writer, refusal.Sequence, refusal.Time.UtcTicks, refusal.Reason, refusal.Status, refusal.Server, refusal.Count);
        }

        foreach (var settled in _settlements)
        {
            Sql.Execute(
                transaction, "INSERT INTO settlement VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
                settled.Approval ?? "", writer, settled.Sequence, settled.Time.UtcTicks, settled.State, settled.Who);
        }

        _totals.Write(transaction);
    }

    // The outcome of a call that an earlier batch has taken in.
    private void Late(DbTransaction transaction, string writer, JournalEntry outcome)
    {
        foreach (var (time, server, tool) in Sql.Rows(
            transaction,
            static row => (row.GetInt64(0), row.TextOrNull(1) ?? "", TotalBatch.ToolOf(row.TextOrNull(2), row.TextOrNull(3))),
            """
            UPDATE call SET class = $1, bytes = $2, microseconds = $3, fault = $4, concluded = $5 WHERE writer = $6 AND sequence = $7
            RETURNING time, server_id, definition, target
            """,
            outcome.Class, outcome.Bytes, outcome.Microseconds, outcome.Fault, outcome.Time.UtcTicks, writer, outcome.Of))
        {
            _totals.Concluded(time, server, tool, outcome.Class ?? "unknown", outcome.Microseconds);
        }
    }

    private void Intents(DbTransaction transaction, string writer)
    {
        using var insert = BulkInsert.Begin(
            transaction,
            """
            INSERT INTO call (writer, sequence, time, call_id, grant_id, server_id, method, target, definition, policy, decision, rule,
                args, digest, approval_id, observed, session, client, trace, class, bytes, microseconds, fault, concluded,
                reserved, kept)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """);
        foreach (var (intent, outcome) in _intents.Values)
        {
            insert.Add(writer).Add(intent.Sequence).Add(intent.Time.UtcTicks).Add(intent.Call).Add(intent.Grant).Add(intent.Server)
                .Add(intent.Method).Add(intent.Target).Add(intent.Definition).Add(intent.Policy).Add(intent.Decision).Add(intent.Rule)
                .Add(intent.Arguments).Add(intent.Digest).Add(intent.Approval).Add(intent.Observed).Add(intent.Session)
                .Add(intent.Client).Add(intent.Trace).Add(outcome?.Class).Add(outcome?.Bytes).Add(outcome?.Microseconds)
                .Add(outcome?.Fault).Add(outcome?.Time.UtcTicks).Add(ReservedText.Of(intent.Reserved))
                .Add(intent.IsKept ? 1L : null).Run();
            if (outcome is not null)
            {
                _totals.Concluded(
                    intent.Time.UtcTicks, intent.Server ?? "", TotalBatch.ToolOf(intent.Definition, intent.Target),
                    outcome.Class ?? "unknown", outcome.Microseconds);
            }
        }

        insert.Complete();
    }
}
