using Gatehouse.Gateway.Recording;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Journal;

/// <summary>The record: append-only files of one hash chain per writer. A call's intent is on its way to the disk before the call is.</summary>
/// <remarks>Row format and guarantees: docs/reference/journal.md. Argument values are never written.</remarks>
public sealed class Journal : IRecorder, IAsyncDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private const int ClosingAttempts = 250;
    private static readonly TimeSpan ClosingBeat = TimeSpan.FromMilliseconds(10);

    private readonly byte[] _digestKey;
    private readonly RefusalTally _refusals;
    private readonly WriterFolder _folder;
    private readonly Segments _segments;
    private readonly BatchWriter _writer;
    private readonly CheckpointFile _checkpoints;
    private readonly TimeProvider _time;
    private readonly ITimer _refusalTimer;
    private readonly ITimer _checkpointTimer;
    private readonly Lock _checkpointGate = new();
    private RowDraft? _draft;
    private long _checkpointed;
    private bool _isDisposed;

    private Journal(
        JournalOptions options, WriterFolder folder, Segments segments, BatchWriter writer, CheckpointFile checkpoints, RefusalTally refusals)
    {
        (_folder, _segments, _writer, _checkpoints, _refusals, _time) =
            (folder, segments, writer, checkpoints, refusals, options.Time);
        _digestKey = options.Keys.Derive("journal-digest");
        _refusalTimer = _time.CreateTimer(
            static me => ((Journal)me!)._writer.Flush(refusals: true), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _checkpointTimer = _time.CreateTimer(static me => ((Journal)me!).TryCheckpoint(), this, Minute, Minute);
    }

    /// <summary>The writer's name as it was found free.</summary>
    public string Writer => _folder.Name;

    /// <summary>How many calls of an earlier process were found without an outcome.</summary>
    public int Discovered { get; private init; }

    /// <inheritdoc/>
    public bool IsReady => _writer.IsReady;

    /// <summary>Takes a writer's folder, cuts a torn row, notes calls without an outcome as unknown, and goes on with the chain.</summary>
    /// <remarks>Faults: <c>folder-in-use</c>, <c>folder-unusable</c>, <c>journal-damaged</c>, <c>record-unavailable</c>.</remarks>
    public static async ValueTask<(Journal? Journal, Fault? Fault)> OpenAsync(JournalOptions options)
    {
        var (folder, fault) = WriterFolder.Take(options.Folder, options.Writer, options.SharesFolder);
        if (folder is null)
        {
            return (null, fault);
        }

        var checkpoints = new CheckpointFile(options.Folder, new CheckpointKeys(options.Keys));
        var last = checkpoints.LastOf(folder.Name);
        JournalTail? tail = null;
        (tail, fault) = last.IsGenuine ? JournalTail.Read(folder.Path, last.Last) : (null, Forged);
        if (tail is null)
        {
            folder.Dispose();
            return (null, fault);
        }

        var isPowerSafe = options.Durability == Durability.Power;
        var segments = new Segments(folder.Path, options.SegmentBytes, isPowerSafe, options.BeforeWrite, options.BeforeSync);
        if (tail.Segment is { } path)
        {
            segments.Continue(path, tail.Length);
        }

        var refusals = new RefusalTally();
        var riders = new Riders(options.Time, refusals);
        foreach (var (sequence, callId) in tail.Open)
        {
            riders.Discover(sequence, callId);
        }

        var writer = new BatchWriter(segments, riders, options.Time, isPowerSafe, tail);
        var journal = new Journal(options, folder, segments, writer, checkpoints, refusals)
        {
            Discovered = tail.Open.Count,
            _checkpointed = last.Last?.Sequence ?? 0,
        };
        var start = StartLine.Write(options, folder.Name, tail, last.LastHash);
        fault = (await writer.WriteAsync(start.Written, open: null, RowKind.Note).ConfigureAwait(false)).Fault;
        if (fault is not null)
        {
            await journal.DisposeAsync().ConfigureAwait(false);
            return (null, fault);
        }

        return (journal, null);
    }

    /// <inheritdoc/>
    public ValueTask<IntentReceipt> IntendAsync(in CallIntent intent, CancellationToken cancel)
    {
        // One draft serves as long as calls do not overlap; a second caller brings its own.
        var draft = Interlocked.Exchange(ref _draft, null) ?? new RowDraft(_digestKey);
        draft.Body.Clear();
        IntentLine.Write(draft.Body, intent, draft.Keyed);
        OpenCall? open = intent.Outcome == RecordedOutcome.Allowed ? new OpenCall(intent.CallId, intent.Reserved) : null;
        var receipt = _writer.WriteAsync(draft.Body.Written, open, RowKind.Intent);
        Interlocked.Exchange(ref _draft, draft)?.Dispose();
        return receipt;
    }

    /// <inheritdoc/>
    public void Conclude(in IntentReceipt receipt, in CallOutcome outcome) => _writer.Conclude(receipt.Sequence, outcome);

    /// <inheritdoc/>
    public void Refuse(in Refusal refusal)
    {
        if (_refusals.Add(refusal))
        {
            _refusalTimer.Change(Second, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>Notes what a person did with a waiting call.</summary>
    /// <param name="approvalId">The request.</param>
    /// <param name="state">Its new state, for example <c>approved</c>.</param>
    /// <param name="grant">The grant whose call waits.</param>
    /// <param name="who">The person, as the caller knows them.</param>
    public async ValueTask<Fault?> SettledAsync(string approvalId, string state, string grant, string who)
    {
        var row = SettlementLine.Write(_time.GetUtcNow(), approvalId, state, grant, who);
        return (await _writer.WriteAsync(row.Written, open: null, RowKind.Note).ConfigureAwait(false)).Fault;
    }

    /// <summary>Writes what waits, closes the chain and signs its last row.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        await _refusalTimer.DisposeAsync().ConfigureAwait(false);
        await _checkpointTimer.DisposeAsync().ConfigureAwait(false);
        _writer.Flush(refusals: true);
        _ = await _writer.WriteAsync(SettlementLine.Close(_time.GetUtcNow()).Written, open: null, RowKind.Last).ConfigureAwait(false);
        _writer.Dispose();

        // The wrappers of one client end at the same moment, and a close without its checkpoint would look like a cut.
        for (var attempt = 0; !TryCheckpoint() && attempt < ClosingAttempts; attempt++)
        {
            await Task.Delay(ClosingBeat, TimeProvider.System, CancellationToken.None).ConfigureAwait(false);
        }

        _segments.Dispose();
        Interlocked.Exchange(ref _draft, null)?.Dispose();
        _folder.Dispose();
    }

    /// <summary>Signs the last durable row, if there is a new one. A disk that refuses is asked again a minute later.</summary>
    /// <returns>False where another process signs at this moment.</returns>
    internal bool TryCheckpoint()
    {
        lock (_checkpointGate)
        {
            var (sequence, hash, open) = _writer.Position();
            if (sequence == _checkpointed)
            {
                return true;
            }

            try
            {
                // ORDER: the rows first, or after a power cut the checkpoint would vouch for rows that are gone.
                _segments.Sync();
                if (!_checkpoints.TryAppend(_folder.Name, sequence, hash, _time.GetUtcNow(), open))
                {
                    return false;
                }

                _checkpointed = sequence;
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
            {
                // Nothing is signed; what was recorded stays, and the next minute asks again.
            }

            return true;
        }
    }

    private static Fault Forged => new(
        LedgerFaults.JournalDamaged, "the last checkpoint of the journal is not signed with this installation's key",
        "restore the key that belongs to this data folder");
}
