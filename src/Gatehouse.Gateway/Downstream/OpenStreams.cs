using System.Collections.Concurrent;
using Gatehouse.Gateway.Identity;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Every request under way, by credential, so that revoking one ends what it has open.</summary>
internal sealed class OpenStreams : IDisposable
{
    private readonly ConcurrentDictionary<Holder, CancellationTokenSource> _holders = new();
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>A source that is cancelled when the client goes or its grant does.</summary>
    /// <param name="grant">Whose request it is.</param>
    /// <param name="isEndless">Whether it only listens: such a stream ends when the gateway stops, a call is seen through.</param>
    /// <param name="clientGone">When the client hangs up.</param>
    public CancellationTokenSource Open(ActiveGrant grant, bool isEndless, CancellationToken clientGone)
    {
        var holder = _holders.GetOrAdd(Holder.Of(grant), static _ => new CancellationTokenSource()).Token;
        return isEndless
            ? CancellationTokenSource.CreateLinkedTokenSource(clientGone, holder, _stopping.Token)
            : CancellationTokenSource.CreateLinkedTokenSource(clientGone, holder);
    }

    /// <summary>Ends the streams of grants and tokens that are gone or over, of grants that are frozen or have another server now.</summary>
    public void Keep(GatewaySnapshot snapshot, TimeProvider time)
    {
        foreach (var (holder, source) in _holders)
        {
            var grant = holder.Token is { } token ? snapshot.FindGrant(token) : snapshot.FindGrant(holder.GrantId);
            if ((grant is null || grant.Expires <= time.GetUtcNow() || grant.FrozenNow(time) is not null || Holder.Of(grant) != holder)
                && _holders.TryRemove(new(holder, source)))
            {
                // Not on this thread: it is the timer's, and what hangs on a stream may be slow or may throw.
                _ = source.CancelAsync();
            }
        }
    }

    /// <summary>Ends what only listens: the gateway stops.</summary>
    public void CloseAll() => _ = _stopping.CancelAsync();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var source in _holders.Values)
        {
            source.Dispose();
        }

        _stopping.Dispose();
    }

    // SECURITY: the token belongs to it. One that was replaced because it leaked must not live on in an open stream.
    private readonly record struct Holder(string GrantId, TokenHash? Token, string ServerId)
    {
        public static Holder Of(ActiveGrant grant) => new(grant.Id, grant.Token, grant.Server.Id);
    }
}
