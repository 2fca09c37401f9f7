using System.Collections.Concurrent;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Sessions;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Approvals;

/// <summary>Which sessions of 2025-11-25 were told to open the page of which request: once each, and again once it is settled.</summary>
/// <remarks>In memory: a session that is forgotten is told once more, which changes nothing.</remarks>
internal sealed class PageAsks(ApprovalGate approvals, SessionStreams streams) : IAsyncDisposable
{
    private const int Most = 10_000;
    private const int MostAwaited = 1_000;

    private readonly ConcurrentDictionary<(string Grant, string Session, string Approval), byte> _asked = new();
    private readonly CancellationTokenSource _stop = new();
    private int _awaited;

    /// <summary>Whether the session is to be told now. A client that opens pages by itself must not run in circles.</summary>
    public bool TryAsk(CallContext call, ApprovalAnswer answer)
    {
        if (_asked.Count >= Most)
        {
            _asked.Clear();
        }

        if (!_asked.TryAdd((call.Grant.Id, call.Session.Key, answer.ApprovalId), 0))
        {
            return false;
        }

        if (Interlocked.Increment(ref _awaited) > MostAwaited)
        {
            Interlocked.Decrement(ref _awaited);
        }
        else
        {
            _ = TellAsync(call.Grant.Id, call.Session.Key, answer.ApprovalId);
        }

        return true;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
    }

    private async Task TellAsync(string grantId, string sessionKey, string approvalId)
    {
        try
        {
            await approvals.WaitAsync(approvalId, _stop.Token);
            await streams.SayAsync(grantId, sessionKey, WireWriter.OpenedEnough(approvalId));
        }
        catch (Exception failed) when (failed is OperationCanceledException or ObjectDisposedException)
        {
            // The gateway stops.
        }
        finally
        {
            Interlocked.Decrement(ref _awaited);
        }
    }
}
