using System.Collections.Immutable;
using Gatehouse.Ledger.Counters;
using Gatehouse.Ledger.Dialects.Sqlite;
using Gatehouse.Ledger.Migrations;
using Gatehouse.Policy;
using Microsoft.Data.Sqlite;

namespace Gatehouse.Ledger.Index;

/// <summary>The index of all journals of a data folder, for looking things up. It follows about a second behind.</summary>
/// <remarks>Nothing is believed that only stands here: a damaged or missing index is made anew from the journals.</remarks>
public sealed class RecordIndex : IAsyncDisposable
{
    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Breath = TimeSpan.FromMilliseconds(5);

    private readonly SqliteStore _store;
    private readonly JournalFollower _follower;
    private readonly CancellationTokenSource _end = new();
    private Thread? _following;

    private RecordIndex(SqliteStore store, JournalFollower follower) => (_store, _follower) = (store, follower);

    /// <summary>Opens the index, or begins a new one in place of what cannot be read.</summary>
    internal static (RecordIndex? Index, Fault? Fault) Open(string path, string journalFolder, TimeProvider time)
    {
        var (store, fault) = SqliteStore.Open(path, isPowerSafe: false, RecordsSchema.Current, mayCreate: true);
        if (fault?.Code == LedgerFaults.StoreDamaged)
        {
            foreach (var file in new[] { path, path + "-wal", path + "-shm" })
            {
                File.Delete(file);
            }

            (store, fault) = SqliteStore.Open(path, isPowerSafe: false, RecordsSchema.Current, mayCreate: true);
        }

        return store is null ? (null, fault) : (new RecordIndex(store, new JournalFollower(store, journalFolder, time)), null);
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
            var (rows, fault) = _follower.TakeIn(cancel);
            if (fault is not null || rows == 0)
            {
                return fault;
            }
        }
    }

    /// <summary>Calls that match, a page at a time.</summary>
    public async ValueTask<(ImmutableArray<RecordedCall> Calls, Fault? Fault)> FindAsync(RecordQuery query, CancellationToken cancel)
    {
        var (calls, fault) = await _store.ReadAsync(transaction => CallRows.Read(transaction, query), cancel).ConfigureAwait(false);
        return ([.. calls ?? []], fault);
    }

    /// <summary>Totals per minute of a span of time, oldest first.</summary>
    public async ValueTask<(ImmutableArray<MinuteTotal> Totals, Fault? Fault)> TotalsAsync(
        DateTimeOffset since, DateTimeOffset until, CancellationToken cancel)
    {
        var (totals, fault) = await _store.ReadAsync(
            transaction => Sql.Rows(
                transaction,
                static row => new MinuteTotal(
                    new DateTimeOffset(row.GetInt64(0), TimeSpan.Zero), row.GetString(1), row.GetString(2), row.GetString(3), row.GetInt64(4)),
                "SELECT minute, server_id, tool, outcome, count FROM total WHERE minute >= $1 AND minute < $2 ORDER BY 1, 2, 3, 4",
                since.UtcTicks, until.UtcTicks),
            cancel).ConfigureAwait(false);
        return ([.. totals ?? []], fault);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        _following?.Join();
        await _store.DisposeAsync().ConfigureAwait(false);
        _end.Dispose();
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
            return _follower.TakeIn(_end.Token);
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
