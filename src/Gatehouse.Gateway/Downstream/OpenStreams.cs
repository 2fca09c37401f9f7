using System.Collections.Concurrent;
using Gatehouse.Gateway.Snapshots;

namespace Gatehouse.Gateway.Downstream;

/// <summary>Every request under way, by grant, so that revoking a grant ends what it has open.</summary>
internal sealed class OpenStreams : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, CancellationTokenSource> _grants = new(StringComparer.Ordinal);

    /// <summary>A source that is cancelled when the client goes or the grant does.</summary>
    public CancellationTokenSource Open(string grantId, CancellationToken clientGone) =>
        CancellationTokenSource.CreateLinkedTokenSource(
            clientGone, _grants.GetOrAdd(grantId, static _ => new CancellationTokenSource()).Token);

    /// <summary>Ends the streams of grants that are gone or are another one now.</summary>
    public void Keep(GatewaySnapshot snapshot, TimeProvider time)
    {
        foreach (var (id, source) in _grants)
        {
            var grant = snapshot.FindGrant(id);
            if ((grant is null || grant.Expires <= time.GetUtcNow()) && _grants.TryRemove(new(id, source)))
            {
                source.Cancel();
            }
        }
    }

    /// <summary>A source that is cancelled with the token, or when the gateway stops.</summary>
    public CancellationTokenSource Join(CancellationToken gone) => CancellationTokenSource.CreateLinkedTokenSource(gone, _stopping.Token);

    /// <summary>Ends all streams that nobody waits for an answer on: the gateway stops. Calls under way go on.</summary>
    public void CloseAll() => _stopping.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        foreach (var source in _grants.Values)
        {
            source.Dispose();
        }
    }
}
