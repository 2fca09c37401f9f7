using Gatehouse.Gateway.Recording;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Journal;

/// <summary>Brings rows to the disk, at most one write at a time; whoever finds the disk idle writes at once.</summary>
/// <remarks>A batch is what arrived while the last write ran: there is no timer in it. After a slow write, and always with
/// power safety, a thread of its own writes, so that no caller's thread waits for the disk.</remarks>
internal sealed class BatchWriter : IDisposable
{
    // A caller that writes for others as well does it for a few batches, then the thread goes on.
    private const int MostForOthers = 4;
    private const int MostWaitingBytes = 16 << 20;

    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan TryAgain = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly Segments _segments;
    private readonly Riders _riders;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly DiskPace _pace;
    private readonly DiskThread _thread;
    private readonly Chain _chain = new();
    private readonly Chain _durable = new();
    private Batch _filling = new();
    private Batch? _spare = new();
    private bool _isWriting;
    private bool _isDue;
    private bool _isArmed;
    private bool _isClosed;
    private volatile bool _hasFailed;

    public BatchWriter(Segments segments, Riders riders, TimeProvider time, bool isPowerSafe, JournalTail tail)
    {
        (_segments, _riders, _time, _pace) = (segments, riders, time, new DiskPace(time, isPowerSafe));
        _thread = new DiskThread(WriteWaiting);
        _chain.Set(tail.Sequence, tail.Hash);
        _durable.Set(tail.Sequence, tail.Hash);
        _timer = time.CreateTimer(
            static writer => ((BatchWriter)writer!).Flush(refusals: false), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool IsReady => !_hasFailed && !_isClosed;

    /// <summary>Writes one row and whatever waits; completes when it is durable, or with the fault.</summary>
    public ValueTask<IntentReceipt> WriteAsync(ReadOnlySpan<byte> body, OpenCall? open, RowKind kind)
    {
        Batch mine;
        long sequence;
        lock (_gate)
        {
            if (_isClosed || _filling.Lines.Length > MostWaitingBytes)
            {
                return new(new IntentReceipt(0, LedgerFaults.Unavailable(_isClosed ? "it is closed" : "too many rows wait for the disk")));
            }

            mine = _filling;
            sequence = Add(body, kind);
            _isClosed = kind == RowKind.Last;
            if (open is { } call)
            {
                _riders.Expect(sequence, call);
            }

            if (_isWriting || _pace.NeedsThread)
            {
                var written = mine.Join();
                WakeUnlessWriting();
                return WaitAsync(written, sequence);
            }

            Depart();
        }

        var (fault, took) = Drain(mine, MostForOthers);
        if (fault is null && took >= Patience)
        {
            fault = LedgerFaults.Unavailable("the disk took too long");
            Abandon(sequence);
        }

        return new(new IntentReceipt(fault is null ? sequence : 0, fault));
    }

    /// <summary>Notes an outcome; it goes with the next write, or soon by itself.</summary>
    public void Conclude(long sequence, in CallOutcome outcome)
    {
        lock (_gate)
        {
            if (_riders.Conclude(sequence, outcome))
            {
                FlushAfter(Soon);
            }
        }
    }

    /// <summary>Writes what waits, if anything does.</summary>
    public void Flush(bool refusals)
    {
        Batch mine;
        lock (_gate)
        {
            _isArmed = false;
            _riders.RefusalsAreDue |= refusals;
            if (!_riders.AreWaiting)
            {
                return;
            }

            if (_isWriting || _pace.NeedsThread)
            {
                _isDue = true;
                WakeUnlessWriting();
                return;
            }

            mine = _filling;
            Depart();
        }

        _ = Drain(mine, MostForOthers);
    }

    /// <summary>The last durable row, and the lowest that may lack its outcome.</summary>
    public (long Sequence, string Hash, long Open) Position()
    {
        lock (_gate)
        {
            return (_durable.Sequence, Convert.ToHexStringLower(_durable.Hash), _riders.LowestOpen(_durable.Sequence + 1));
        }
    }

    /// <summary>What is true of a row whose writer was not heard in time.</summary>
    internal async ValueTask<IntentReceipt> OverdueAsync(Task<Fault?> written, long sequence)
    {
        lock (_gate)
        {
            // Batches are finished under the lock. Once one has failed, its sequences may be other calls'.
            if (!written.IsCompleted)
            {
                _riders.Abandon(sequence, _durable.Sequence);
                return new IntentReceipt(0, LedgerFaults.Unavailable("the disk took too long"));
            }
        }

        // The disk was in time: on a busy machine it is the telling that is late.
        return await written.ConfigureAwait(false) is { } fault ? new IntentReceipt(0, fault) : new IntentReceipt(sequence, null);
    }

    /// <summary>Takes no more rows. The thread, if there is one, ends after what it is writing.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
        }

        _timer.Dispose();
        _thread.Dispose();
        _chain.Dispose();
        _durable.Dispose();
    }

    private long Add(ReadOnlySpan<byte> body, RowKind kind)
    {
        var sequence = _chain.Append(_filling.Lines, body);
        _filling.First = _filling.First == 0 ? sequence : _filling.First;
        _filling.Intents += kind == RowKind.Intent ? 1 : 0;
        return sequence;
    }

    // The filling batch leaves; the other one takes what comes meanwhile.
    private void Depart()
    {
        _isWriting = true;
        _isDue = false;
        _riders.Board(_filling, _chain);
        _filling.Last = _chain.Sequence;
        _chain.Hash.CopyTo(_filling.LastHash);
        _filling = _spare ?? new Batch();
        _spare = null;
    }

    // Returns what became of the first batch, and how long it took.
    private (Fault? Fault, TimeSpan Took) Drain(Batch batch, int most)
    {
        var result = _segments.TryAppend(batch.Lines.Written, batch.First, _time);
        var last = result;
        for (var written = 1; ; written++)
        {
            lock (_gate)
            {
                Settle(batch, last.Fault, last.Took);
                var isAwaited = _filling.IsAwaited || (_isDue && last.Fault is null && _riders.AreWaiting);
                if (!isAwaited || written == most)
                {
                    _isWriting = false;
                    if (isAwaited)
                    {
                        WakeUnlessWriting();
                    }

                    return result;
                }

                batch = _filling;
                Depart();
            }

            last = _segments.TryAppend(batch.Lines.Written, batch.First, _time);
        }
    }

    private void Settle(Batch batch, Fault? fault, TimeSpan took)
    {
        _hasFailed = fault is not null;
        _pace.Note(took);
        if (fault is null)
        {
            _durable.Set(batch.Last, batch.LastHash);
            if (_riders.Landed(batch.Last))
            {
                FlushAfter(Soon);
            }
        }
        else
        {
            // INVARIANT: what follows a row that was not written cannot be written either; the chain goes back.
            _riders.Return(batch, _durable.Sequence, batch.Intents + _filling.Intents);
            _chain.Set(_durable.Sequence, _durable.Hash);
            _filling.Finish(fault);
            FlushAfter(TryAgain);
        }

        batch.Finish(fault);
        _spare = batch;
    }

    private void FlushAfter(TimeSpan delay)
    {
        if (!_isArmed && !_isClosed)
        {
            _isArmed = true;
            _timer.Change(delay, Timeout.InfiniteTimeSpan);
        }
    }

    private void WakeUnlessWriting()
    {
        if (!_isWriting)
        {
            _thread.Wake();
        }
    }

    // The thread's step: true when something was written, false when nothing waits, null when nothing will.
    private bool? WriteWaiting()
    {
        Batch batch;
        lock (_gate)
        {
            if (_isWriting || (_filling.First == 0 && !(_isDue && _riders.AreWaiting)))
            {
                return _isClosed ? null : false;
            }

            batch = _filling;
            Depart();
        }

        _ = Drain(batch, int.MaxValue);
        return true;
    }

    private async ValueTask<IntentReceipt> WaitAsync(Task<Fault?> written, long sequence)
    {
        // The row is in the batch and will be written even if the caller is gone, so no token ends this wait.
        try
        {
            var fault = await written.WaitAsync(Patience, _time).ConfigureAwait(false);
            return new IntentReceipt(fault is null ? sequence : 0, fault);
        }
        catch (TimeoutException)
        {
            return await OverdueAsync(written, sequence).ConfigureAwait(false);
        }
    }

    private void Abandon(long sequence)
    {
        lock (_gate)
        {
            _riders.Abandon(sequence, _durable.Sequence);
            FlushAfter(Soon);
        }
    }
}
