using Gatehouse.Gateway.Recording;

namespace Gatehouse.Ledger.Journal;

/// <summary>Rows that wait for no one: outcomes and counts go along with the next write. Guarded by the writer's lock.</summary>
internal sealed class Riders(TimeProvider time, RefusalTally refusals)
{
    private readonly Dictionary<long, OpenCall> _open = [];
    private readonly Dictionary<long, OpenCall> _abandoned = [];
    private readonly List<PendingOutcome> _outcomes = [];
    private readonly LineBuffer _row = new();
    private long _lost;

    public bool AreWaiting => _outcomes.Count > 0 || _lost > 0 || RefusalsAreDue;

    /// <summary>Set about a second after the first refused message: counts ride only then.</summary>
    public bool RefusalsAreDue { get; set; }

    /// <summary>The lowest sequence that may lack its outcome, given the next one to come.</summary>
    public long LowestOpen(long next) => _open.Count == 0 && _outcomes.Count == 0
        ? next
        : Math.Min(next, _open.Keys.Concat(_outcomes.Select(static outcome => outcome.Of)).Min());

    public void Expect(long sequence, in OpenCall call) => _open[sequence] = call;

    /// <summary>Notes an outcome. A second one of the same intent, or one of a call that was never sent, is not kept.</summary>
    public bool Conclude(long sequence, in CallOutcome outcome)
    {
        if (!_open.Remove(sequence, out var call))
        {
            return false;
        }

        _outcomes.Add(new PendingOutcome(
            sequence, call.CallId, time.GetUtcNow(), outcome, outcome.Released ? call.Reserved : [], IsDiscovered: false));
        return true;
    }

    /// <summary>An intent without outcome that an earlier process has left.</summary>
    public void Discover(long sequence, string callId) => _outcomes.Add(
        new PendingOutcome(sequence, callId, time.GetUtcNow(), default, [], IsDiscovered: true));

    /// <summary>The caller was told no because its write took too long: if the row lands after all, the call was not sent.</summary>
    public void Abandon(long sequence, long durable)
    {
        if (sequence <= durable)
        {
            NotSent(sequence);
        }
        else if (_open.Remove(sequence, out var call))
        {
            _abandoned[sequence] = call;
        }
    }

    /// <summary>Writes what waits behind the batch's intents.</summary>
    public void Board(Batch batch, Chain chain)
    {
        if (_lost > 0)
        {
            Lost();
            Row(batch, chain);
            (batch.Lost, _lost) = (_lost, 0);
        }

        foreach (var outcome in _outcomes)
        {
            OutcomeLine.Write(_row, outcome);
            Row(batch, chain);
        }

        batch.Outcomes.AddRange(_outcomes);
        _outcomes.Clear();
        if (RefusalsAreDue)
        {
            RefusalsAreDue = false;
            foreach (var count in refusals.Take())
            {
                count.Write(_row);
                Row(batch, chain);
                batch.Refusals.Add(count);
            }
        }
    }

    /// <returns>Whether rows of calls have landed that were told no.</returns>
    public bool Landed(long durable)
    {
        if (_abandoned.Count == 0)
        {
            return false;
        }

        foreach (var (sequence, call) in _abandoned.Where(one => one.Key <= durable).ToList())
        {
            _abandoned.Remove(sequence);
            _open[sequence] = call;
            NotSent(sequence);
        }

        return true;
    }

    /// <summary>The write failed: its rows do not exist, and what rode along waits again.</summary>
    public void Return(Batch batch, long durable, int intents)
    {
        _outcomes.InsertRange(0, batch.Outcomes);
        refusals.Return(batch.Refusals);
        RefusalsAreDue |= batch.Refusals.Count > 0;
        _lost += batch.Lost + intents;
        foreach (var sequence in _open.Keys.Concat(_abandoned.Keys).Where(one => one > durable).ToList())
        {
            _open.Remove(sequence);
            _abandoned.Remove(sequence);
        }
    }

    private void NotSent(long sequence) => Conclude(sequence, new CallOutcome(
        OutcomeClass.Fault, 0, TimeSpan.Zero, LedgerFaults.RecordUnavailable.Word, Released: true));

    private void Lost()
    {
        _row.Raw("\"time\":"u8);
        _row.Time(time.GetUtcNow());
        _row.Raw(",\"kind\":\"resumed\",\"count\":"u8);
        _row.Number(_lost);
    }

    private void Row(Batch batch, Chain chain)
    {
        var sequence = chain.Append(batch.Lines, _row.Written);
        batch.First = batch.First == 0 ? sequence : batch.First;
        _row.Clear();
    }
}
