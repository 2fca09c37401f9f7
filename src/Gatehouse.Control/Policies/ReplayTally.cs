using System.Collections.Immutable;
using Gatehouse.Api.Policies;
using Gatehouse.Ledger.Arguments;
using Gatehouse.Ledger.Index;
using Gatehouse.Policy.Foresight;

namespace Gatehouse.Control.Policies;

/// <summary>Counts what recorded calls say of a document, and keeps the newest decisions that differ.</summary>
internal sealed class ReplayTally
{
    private const int MostChanges = 200;
    private const int MostShifts = 1_000;

    private readonly Dictionary<(string Tool, string From, string To, string Rule), int> _shifts = [];
    private readonly Queue<ChangedDecision> _changes = new();
    private int _looked;
    private int _same;
    private int _withValues;
    private UnjudgedCalls _unjudged = new(0, 0, 0, 0);

    /// <summary>What was known of a call's values.</summary>
    public void Saw(StoredArguments? stored) => _withValues += stored is null ? 0 : 1;

    /// <summary>A call that could be judged.</summary>
    public void Judged(RecordedCall call, string to, string rule)
    {
        _looked++;
        var from = RecordedCalls.DecisionOf(call);
        if (from == to)
        {
            _same++;
            return;
        }

        var tool = call.Target ?? "";
        var key = (tool, from, to, rule);
        if (_shifts.ContainsKey(key) || _shifts.Count < MostShifts)
        {
            _shifts[key] = _shifts.GetValueOrDefault(key) + 1;
        }
        else
        {
            // Names are anybody's text: what is too much is counted together.
            _shifts[("", from, to, "")] = _shifts.GetValueOrDefault(("", from, to, "")) + 1;
        }

        _changes.Enqueue(new ChangedDecision(call.CallId, call.Time, call.ServerId, call.GrantId, tool, from, to, rule));
        if (_changes.Count > MostChanges)
        {
            _changes.Dequeue();
        }
    }

    /// <summary>A call whose decision hangs on what is not known of it.</summary>
    public void Open(OpenFacts open)
    {
        _looked++;
        _unjudged = new UnjudgedCalls(
            _unjudged.Calls + 1, _unjudged.Values + One(open, OpenFacts.Values), _unjudged.Session + One(open, OpenFacts.Session),
            _unjudged.Client + One(open, OpenFacts.Client));
    }

    /// <summary>The report.</summary>
    public PolicyReplayReport Report(DateTimeOffset since, bool isComplete) => new()
    {
        Since = since,
        Looked = _looked,
        IsComplete = isComplete,
        Same = _same,
        WithValues = _withValues,
        Shifts =
        [
            .. _shifts.OrderByDescending(static one => one.Value).ThenBy(static one => one.Key.Tool, StringComparer.Ordinal)
                .Select(static one => new DecisionShift(one.Key.Tool, one.Key.From, one.Key.To, one.Key.Rule, one.Value)),
        ],
        Unjudged = _unjudged,
        Changes = [.. _changes.Reverse()],
    };

    private static int One(OpenFacts open, OpenFacts wanted) => open.HasFlag(wanted) ? 1 : 0;
}
