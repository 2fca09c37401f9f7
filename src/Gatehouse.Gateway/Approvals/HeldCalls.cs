using System.Collections.Concurrent;
using System.Text;
using Gatehouse.Gateway.Calls;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;
using Gatehouse.Gateway.Wire;
using Gatehouse.Policy.Decisions;

namespace Gatehouse.Gateway.Approvals;

/// <summary>Lets calls wait for the person that they need (<c>hold</c>), bounded in time and number.</summary>
internal sealed class HeldCalls(ISnapshotSource snapshots, ApprovalGate approvals, FreezeGate freezes, Denials denials, TimeProvider time)
{
    /// <summary>Most calls of one grant that wait at once; one more is answered "pending" at once.</summary>
    public const int MostOfGrant = 20;

    /// <summary>Most calls of all grants.</summary>
    public const int Most = 1_000;

    private static readonly TimeSpan _beat = TimeSpan.FromSeconds(10);

    private readonly GrantGate _places = new();
    private readonly ConcurrentDictionary<(string Grant, string Session, string Id), CancellationTokenSource> _byRequest = new();
    private int _waiting;

    /// <summary>Waits, if the policy holds such calls and there is room.</summary>
    /// <returns>Null where the call is answered "pending" as any other; else how the wait ended.</returns>
    public async ValueTask<HoldEnd?> WaitAsync(CallContext call, Decision decision, ApprovalAnswer answer)
    {
        if (answer is not { State: ApprovalState.Open, Fault: null } || Left(call, decision) is not { } left
            || _places.Enter(call.Grant.Id, MostOfGrant) is not { } place)
        {
            return null;
        }

        try
        {
            return Interlocked.Increment(ref _waiting) > Most ? null : await WaitAsync(call, decision, answer, left);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
            place.Leave();
        }
    }

    /// <summary>Whether a notification of the client ends a wait: legacy clients cancel by it, and hang up without meaning to.</summary>
    public bool Cancels(CallContext notification)
    {
        if (notification.Message.CancelledId.IsEmpty || !_byRequest.TryGetValue(Key(notification, notification.Message.CancelledId), out var source))
        {
            return false;
        }

        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The wait was over by itself.
        }

        return true;
    }

    /// <summary>Forgets grants that no longer exist.</summary>
    public void Keep(IReadOnlyCollection<string> grantIds) => _places.Keep(grantIds);

    // The shortest of all entries, as of their terms; over all waits of the call together.
    private TimeSpan? Left(CallContext call, Decision decision)
    {
        var hold = decision.Approvals.Min(demand => demand.Hold);
        var left = call.HeldSince == 0 ? hold : hold - time.GetElapsedTime(call.HeldSince);
        return left > TimeSpan.Zero ? left : null;
    }

    private async ValueTask<HoldEnd?> WaitAsync(CallContext call, Decision decision, ApprovalAnswer answer, TimeSpan left)
    {
        var since = call.HeldSince == 0 ? time.GetTimestamp() : call.HeldSince;
        using var timeUp = new CancellationTokenSource(left, time);
        using var cancelled = new CancellationTokenSource();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(call.Reply.GoneOrStopping, timeUp.Token, cancelled.Token);
        var reply = call.Reply as HeldReply ?? new HeldReply(call);
        var key = Key(call, call.Message.Id);
        _byRequest.TryAdd(key, cancelled);
        try
        {
            await ListenAsync(reply, answer.ApprovalId, since, decision.Approvals.Min(demand => demand.Hold), end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // It lasted long enough, or nobody waits any more: the request itself stays open.
        }
        finally
        {
            _byRequest.TryRemove(new(key, cancelled));
        }

        return await EndAsync(call with { Reply = reply, HeldSince = since }, cancelled.IsCancellationRequested);
    }

    private async ValueTask<HoldEnd?> EndAsync(CallContext call, bool isCancelled)
    {
        var snapshot = snapshots.Current;
        var grant = call.Grant.Token is { } token ? snapshot.FindGrant(token) : snapshot.FindGrant(call.Grant.Id);
        if (grant is null || grant.Expires <= time.GetUtcNow() || !string.Equals(grant.Server.Id, call.Server.Id, StringComparison.Ordinal))
        {
            await denials.GrantGoneAsync(call);
            return HoldEnd.Answered;
        }

        var again = call with { Snapshot = snapshot, Grant = grant };
        if (await freezes.StopsAsync(again))
        {
            return HoldEnd.Answered;
        }

        // Nothing is sent for a caller that is gone: it is recorded as pending, which it is.
        return isCancelled || call.Reply.Gone.IsCancellationRequested ? null : new HoldEnd(again);
    }

    private async ValueTask ListenAsync(HeldReply reply, string approvalId, long since, TimeSpan hold, CancellationToken end)
    {
        var settled = approvals.WaitAsync(approvalId, end).AsTask();
        while (!settled.IsCompleted)
        {
            await reply.TellAsync(approvalId, time.GetElapsedTime(since), hold);
            await Task.WhenAny(settled, Task.Delay(_beat, time, end));
        }

        await settled;
    }

    private static (string Grant, string Session, string Id) Key(CallContext call, ReadOnlyMemory<byte> id) =>
        (call.Grant.Id, call.Session.Key, Encoding.UTF8.GetString(id.Span));
}

/// <summary>How a wait ended.</summary>
/// <param name="Again">The call with what is in force now, to be judged anew; null where it was answered.</param>
internal sealed record HoldEnd(CallContext? Again)
{
    public static readonly HoldEnd Answered = new((CallContext?)null);
}
