using System.Collections.Concurrent;
using Gatehouse.Gateway.Approvals;
using Gatehouse.Ledger.Dialects;

namespace Gatehouse.Ledger.Approvals;

/// <summary>
/// Tells who waits for a request that it is no longer open: at once where this process settled it, else by looking four
/// times a second whether another connection wrote to the database. Nobody waits, nothing looks.
/// </summary>
internal sealed class ApprovalWatch(LedgerStore store, TimeProvider time) : IAsyncDisposable
{
    private static readonly TimeSpan _beat = TimeSpan.FromMilliseconds(250);

    private readonly ConcurrentDictionary<string, Waiters> _waiting = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _gate = new();
    private Task _looking = Task.CompletedTask;
    private bool _isLooking;

    /// <summary>Whether the database is looked at now.</summary>
    public bool IsLooking => Volatile.Read(ref _isLooking);

    /// <summary>Waits until the request is no longer open. One that is unknown is not.</summary>
    public async ValueTask WaitAsync(string id, CancellationToken cancel)
    {
        var waiters = Enter(id);
        try
        {
            // ORDER: first wait, then look, so that what is settled in between is not missed.
            var (open, fault) = await OpenAmongAsync([id], cancel).ConfigureAwait(false);
            if (fault || open.TryGetValue(id, out waiters.Expires))
            {
                await waiters.Settled.Task.WaitAsync(cancel).ConfigureAwait(false);
            }
        }
        finally
        {
            Leave(id, waiters);
        }
    }

    /// <summary>Something was settled or made void by this process: who waits looks again.</summary>
    public void Wake()
    {
        if (!_waiting.IsEmpty)
        {
            _ = LookAsync(_closing.Token);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(false);
        _closing.Dispose();
    }

    private Waiters Enter(string id)
    {
        lock (_gate)
        {
            var waiters = _waiting.GetOrAdd(id, static _ => new Waiters());
            waiters.Count++;
            if (!_isLooking)
            {
                _isLooking = true;
                _looking = Task.Run(() => LookOnAsync(_closing.Token));
            }

            return waiters;
        }
    }

    private void Leave(string id, Waiters waiters)
    {
        lock (_gate)
        {
            if (--waiters.Count == 0)
            {
                _waiting.TryRemove(new(id, waiters));
            }
        }
    }

    private async Task LookOnAsync(CancellationToken cancel)
    {
        var seen = "";
        using var beat = new PeriodicTimer(_beat, time);
        try
        {
            while (!IsOver())
            {
                // What this connection itself commits need not show in it: that is what the event is for.
                var (version, _) = await store.ReadAsync(
                    transaction => Sql.Text(transaction, store.Pulse), cancel).ConfigureAwait(false);
                if (version != seen || _waiting.Values.Any(waiters => waiters.Expires <= time.GetUtcNow().UtcTicks))
                {
                    seen = version;
                    await LookAsync(cancel).ConfigureAwait(false);
                }

                await beat.WaitForNextTickAsync(cancel).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The ledger closes.
        }
    }

    private bool IsOver()
    {
        lock (_gate)
        {
            _isLooking = !_waiting.IsEmpty;
            return !_isLooking;
        }
    }

    private async Task LookAsync(CancellationToken cancel)
    {
        try
        {
            var asked = _waiting.ToArray();
            var (open, fault) = await OpenAmongAsync([.. asked.Select(static one => one.Key)], cancel).ConfigureAwait(false);
            foreach (var (id, waiters) in asked)
            {
                if (!fault && !open.ContainsKey(id))
                {
                    waiters.Settled.TrySetResult();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The ledger closes; who waits has an end of its own.
        }
    }

    // A database that does not answer settles nothing: the next look may.
    private async ValueTask<(Dictionary<string, long> Open, bool IsFault)> OpenAmongAsync(string[] ids, CancellationToken cancel)
    {
        var (open, fault) = await store.ReadAsync(
            transaction => Sql.Rows(
                transaction, static row => (Id: row.GetString(0), Expires: row.GetInt64(1)),
                "SELECT id, expires FROM approval WHERE state = $1 AND expires > $2 AND expires > (SELECT latest FROM ledger_clock)",
                (int)ApprovalState.Open, time.GetUtcNow().UtcTicks)
                .Where(one => ids.Contains(one.Id, StringComparer.Ordinal))
                .ToDictionary(static one => one.Id, static one => one.Expires, StringComparer.Ordinal),
            cancel).ConfigureAwait(false);
        return (open ?? [], fault is not null);
    }

    private sealed class Waiters
    {
        public TaskCompletionSource Settled { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Count { get; set; }

        // Ticks of UTC; by the store's clock it is over then, whether or not anybody wrote.
        public long Expires = long.MaxValue;
    }
}
