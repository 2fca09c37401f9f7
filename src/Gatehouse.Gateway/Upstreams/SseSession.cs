using System.Text;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>One event stream of 2024-11-05 and the endpoint that it named: messages go there, answers come here.</summary>
/// <param name="id">What the client is told, 128 random bits.</param>
/// <param name="grantId">Whose it is.</param>
/// <param name="events">The stream, whose first event was taken.</param>
/// <param name="endpoint">Where messages are posted; of the stream's own origin.</param>
/// <param name="maxBytes">Largest message.</param>
internal sealed class SseSession(string id, string grantId, UpstreamAnswer events, Uri endpoint, int maxBytes)
    : IAsyncDisposable
{
    private const int MaxEndpoint = 2048;

    private readonly CancellationTokenSource _stop = new();
    private long _lastUsed;

    public string Id => id;

    public string GrantId => grantId;

    public Uri Endpoint => endpoint;

    /// <summary>When a message of the client came last, as a timestamp.</summary>
    public long LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set => Volatile.Write(ref _lastUsed, value);
    }

    public SessionChannel Channel { get; } = new(maxBytes, isShared: false);

    /// <summary>The endpoint that a first event names; null where it is none, or of another origin.</summary>
    public static Uri? EndpointOf(SseEvent? first, Uri url)
    {
        // SECURITY: credentials go to the endpoint too, so it may not lead to another host, port or scheme.
        return first is { Name: "endpoint", Data.Length: > 0 and <= MaxEndpoint }
            && Uri.TryCreate(url, Encoding.UTF8.GetString(first.Data.Span), out var endpoint)
            && endpoint.Scheme == url.Scheme && endpoint.Host == url.Host && endpoint.Port == url.Port
            && endpoint.UserInfo.Length == 0
            ? endpoint
            : null;
    }

    /// <summary>Brings what arrives to its requests until the stream ends.</summary>
    public async Task ReadAsync(Action<bool> odd)
    {
        while (await events.NextAsync(_stop.Token).ConfigureAwait(false) is { Event: { } next, Fault: null })
        {
            if (!next.HasData || next.Name is not (null or "message"))
                continue;
            var isMessage = MessageParts.TryRead(next.Data, JsonCaps.Answer, out var parts);
            if (!isMessage || !Channel.Deliver(parts))
                odd(isMessage);
        }

        Channel.End(UpstreamFaults.Reset(nothingSent: false));
        await events.DisposeAsync().ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync() => await _stop.CancelAsync().ConfigureAwait(false);
}
