using System.Collections.Immutable;
using System.Data.Common;
using Gatehouse.Ledger.Counters;
using Gatehouse.Ledger.Dialects;
using Gatehouse.Ledger.Dialects.Sqlite;
using Gatehouse.Ledger.Migrations;
using Gatehouse.Policy;

namespace Gatehouse.Ledger.Index;

/// <summary>The index of all journals of a data folder, for looking things up. It follows about a second behind.</summary>
/// <remarks>Nothing is believed that only stands here: a damaged or missing index is made anew from the journals.</remarks>
public sealed class RecordIndex : IAsyncDisposable
{
    private const long MostChecked = 64L << 20;

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);

    private readonly LedgerStore _store;
    private readonly ILedgerReads _readers;
    private readonly JournalFollower _follower;
    private readonly DamageMark? _damage;
    private readonly CancellationTokenSource _end = new();
    private Thread? _following;

    private RecordIndex(LedgerStore store, ILedgerReads readers, JournalFollower follower, DamageMark? damage) =>
        (_store, _readers, _follower, _damage) = (store, readers, follower, damage);

    /// <summary>Opens the index, or begins a new one in place of what cannot be read.</summary>
    /// <param name="path">The database.</param>
    /// <param name="journalFolder">The folder <c>journal/</c>.</param>
    /// <param name="time">The clock.</param>
    /// <param name="mostChecked">A larger index is not read through before it is used.</param>
    internal static (RecordIndex? Index, Fault? Fault) Open(
        string path, string journalFolder, TimeProvider time, long mostChecked = MostChecked)
    {
        var damage = new DamageMark(path);
        if (damage.IsSet)
        {
            damage.StartAnew();
        }

        var (store, fault) = SqliteStore.Open(path, isPowerSafe: false, RecordsSchema.Current, mayCreate: true, mostChecked);
        if (fault?.Code == LedgerFaults.StoreDamaged)
        {
            damage.StartAnew();
            (store, fault) = SqliteStore.Open(path, isPowerSafe: false, RecordsSchema.Current, mayCreate: true, mostChecked);
        }

        return store is null
            ? (null, fault)
            : (new RecordIndex(store, new SqliteReaders(path), new JournalFollower(store, journalFolder, time), damage), null);
    }

    /// <summary>Opens the index in a database outside the data folder, whose damage is for its own people to mend.</summary>
    internal static (RecordIndex? Index, Fault? Fault) Open(LedgerDatabase database, string journalFolder, TimeProvider time)
    {
        var (store, fault) = database.OpenRecords();
        return store is null ? (null, fault) : (new RecordIndex(store, store, new JournalFollower(store, journalFolder, time), null), null);
    }

    /// <summary>The counters as they were saved with the index, brought up to the end of the journals.</summary>
    internal async ValueTask<(CounterBook? Book, Fault? Fault)> CountersAsync(CancellationToken cancel) =>
        await _follower.CountersAsync(cancel).ConfigureAwait(false);

    /// <summary>Follows the journals from now on, in the background.</summary>
    internal void Follow() => _following = BackgroundThread.Start("index", FollowOn);

    /// <summary>Takes in everything that stands in the journals now.</summary>
    public async ValueTask<Fault?> CatchUpAsync(CancellationToken cancel)
    {
        // What blocks does not do it on the caller's thread, which may be a socket's.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (true)
        {
            var (rows, fault) = TakeIn(cancel);
            if (fault is not null || rows == 0)
            {
                return fault;
            }
        }
    }

    /// <summary>Calls that match; with <see cref="RecordQuery.TakenInAfter"/> those behind it.</summary>
    public async ValueTask<(ImmutableArray<RecordedCall> Calls, Fault? Fault)> FindAsync(RecordQuery query, CancellationToken cancel)
    {
        if (query.TakenInAfter is not null)
        {
            var (tail, unread) = await TailAsync(query, cancel).ConfigureAwait(false);
            return (tail?.Calls ?? [], unread);
        }

        var (page, fault) = await PageAsync(query, cancel).ConfigureAwait(false);
        return (page?.Calls ?? [], fault);
    }

    /// <summary>Calls that match, a page at a time.</summary>
    /// <remarks>Fault, of this and of every reading below: <c>store-unavailable</c>, <c>store-damaged</c>.</remarks>
    public ValueTask<(RecordPage? Page, Fault? Fault)> PageAsync(RecordQuery query, CancellationToken cancel) =>
        ReadAsync(transaction => CallSearch.Page(transaction, query), cancel);

    /// <summary>What was taken in since the last look; without <see cref="RecordQuery.TakenInAfter"/> only from where to look.</summary>
    public ValueTask<(RecordTail? Tail, Fault? Fault)> TailAsync(RecordQuery query, CancellationToken cancel) =>
        ReadAsync(transaction => CallSearch.Tail(transaction, query), cancel);

    /// <summary>One call and what people did about it; null where the index has none of this id.</summary>
    public async ValueTask<(CallStory? Story, Fault? Fault)> CallAsync(string callId, CancellationToken cancel) =>
        await ReadAsync<CallStory?>(
            transaction => CallRows.Find(transaction, callId) is { } call
                ? new CallStory(call, call.ApprovalId is { } asked ? TotalRows.Settlements(transaction, asked) : [])
                : null,
            cancel).ConfigureAwait(false);

    /// <summary>Totals of a span of time, oldest first for each server.</summary>
    public ValueTask<(ImmutableArray<Total> Totals, Fault? Fault)> TotalsAsync(TotalQuery query, CancellationToken cancel) =>
        ReadAsync(transaction => TotalRows.Totals(transaction, query), cancel);

    /// <summary>Totals of a span of time, tool by tool.</summary>
    public ValueTask<(ImmutableArray<ToolTotal> Totals, Fault? Fault)> ToolTotalsAsync(TotalQuery query, CancellationToken cancel) =>
        ReadAsync(transaction => TotalRows.ToolTotals(transaction, query), cancel);

    /// <summary>How long answers took, tool by tool.</summary>
    public ValueTask<(ImmutableArray<ToolLatency> Latencies, Fault? Fault)> LatenciesAsync(TotalQuery query, CancellationToken cancel) =>
        ReadAsync(transaction => TotalRows.Latencies(transaction, query), cancel);

    /// <summary>How grants were used lately.</summary>
    public async ValueTask<(ImmutableDictionary<string, GrantUse>? Uses, Fault? Fault)> GrantUsesAsync(
        IReadOnlyCollection<string> grantIds, DateTimeOffset now, CancellationToken cancel) =>
        await ReadAsync(
            transaction => grantIds.Distinct(StringComparer.Ordinal)
                .ToImmutableDictionary(id => id, id => TotalRows.Use(transaction, id, now), StringComparer.Ordinal),
            cancel).ConfigureAwait(false);

    /// <summary>Takes calls older than a time out of the index, a few at a time. Totals stay. The journal is another matter.</summary>
    /// <returns>How many.</returns>
    public async ValueTask<(long Calls, Fault? Fault)> ForgetAsync(DateTimeOffset before, CancellationToken cancel)
    {
        for (var forgotten = 0L; ;)
        {
            var (calls, fault) = await _store.WriteAsync<int>(
                transaction => ValueTask.FromResult<(int, Fault?)>((CallRows.Forget(transaction, before.UtcTicks), null)), cancel)
                .ConfigureAwait(false);
            forgotten += calls;
            if (fault is not null || calls == 0)
            {
                return (forgotten, fault);
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _following?.Join();
        await _readers.DisposeAsync().ConfigureAwait(false);
        await _store.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
    }

    private async ValueTask<(T? Value, Fault? Fault)> ReadAsync<T>(Func<DbTransaction, T> read, CancellationToken cancel)
    {
        var answer = await _readers.ReadAsync(read, cancel).ConfigureAwait(false);
        _damage?.Note(answer.Fault);
        return answer;
    }

    private (int Rows, Fault? Fault) TakeIn(CancellationToken cancel)
    {
        var taken = _follower.TakeIn(cancel);
        _damage?.Note(taken.Fault);
        return taken;
    }

    private void FollowOn()
    {
        while (!_end.IsCancellationRequested)
        {
            // A batch, then a breath: calls come first, the index may fall behind.
            var (rows, fault) = TryTakeIn();
            _end.Token.WaitHandle.WaitOne(fault is null && rows == JournalFollower.MostRows ? Breath : Often);
        }
    }

    private (int Rows, Fault? Fault) TryTakeIn()
    {
        try
        {
            return TakeIn(_end.Token);
        }
        catch (OperationCanceledException)
        {
            return default;
        }
        catch (IOException failed)
        {
            // A segment was pruned under the reader, or the disk is in trouble: the next round tells.
            return (0, new Fault(LedgerFaults.StoreUnavailable, $"the journal cannot be read: {failed.Message}"));
        }
    }
}
