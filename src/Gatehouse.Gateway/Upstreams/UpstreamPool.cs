using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Net;
using Gatehouse.Gateway.Egress;
using Microsoft.Extensions.Logging;

namespace Gatehouse.Gateway.Upstreams;

/// <summary>The upstreams in force, by server id. An entry whose fingerprint did not change keeps its connections.</summary>
/// <param name="operatorNetworks">Networks that the operator opened for addresses that came by the API.</param>
/// <param name="marker">Marks what this process sends.</param>
/// <param name="log">Where processes and odd messages are told of.</param>
/// <param name="time">The clock.</param>
internal sealed class UpstreamPool(
    ImmutableArray<IPNetwork> operatorNetworks, LoopMarker marker, ILogger<UpstreamPool> log, TimeProvider time)
    : IAsyncDisposable
{
    /// <summary>How long calls under way may last after their entry was replaced.</summary>
    public static readonly TimeSpan DrainTime = TimeSpan.FromSeconds(30);

    private readonly Lock _lock = new();
    private readonly HashSet<Task> _draining = [];
    private volatile FrozenDictionary<string, (string Fingerprint, Upstream Upstream)> _byServer =
        FrozenDictionary<string, (string, Upstream)>.Empty;

    /// <summary>The upstream of a server, or null.</summary>
    public Upstream? For(string serverId) => _byServer.TryGetValue(serverId, out var found) ? found.Upstream : null;

    /// <summary>Takes these entries into force, whole. What was replaced or removed drains in the background.</summary>
    public void Apply(IEnumerable<UpstreamEntry> entries)
    {
        lock (_lock)
        {
            var old = _byServer;
            var next = new Dictionary<string, (string Fingerprint, Upstream Upstream)>(StringComparer.Ordinal);
            foreach (var entry in entries)
            {
                next[entry.ServerId] = old.TryGetValue(entry.ServerId, out var kept) && kept.Fingerprint == entry.Fingerprint
                    ? kept
                    : (entry.Fingerprint, Open(entry));
            }

            _byServer = next.ToFrozenDictionary(StringComparer.Ordinal);
            foreach (var (server, (_, upstream)) in old)
            {
                if (!next.TryGetValue(server, out var now) || !ReferenceEquals(now.Upstream, upstream))
                    Drain(upstream);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task[] draining;
        FrozenDictionary<string, (string Fingerprint, Upstream Upstream)> last;
        lock (_lock)
        {
            (last, _byServer) = (_byServer, FrozenDictionary<string, (string, Upstream)>.Empty);
            draining = [.. _draining];
        }

        await Task.WhenAll([.. last.Values.Select(pair => pair.Upstream.DisposeAsync().AsTask()), .. draining])
            .ConfigureAwait(false);
    }

    private Upstream Open(UpstreamEntry entry)
    {
        if (entry is UpstreamEntry.Unusable unusable)
            return new RefusedUpstream(UpstreamFaults.Unusable(unusable.Reason));
        if (entry is UpstreamEntry.Stdio stdio)
            return new StdioUpstream(stdio, log, time);
        var http = (UpstreamEntry.Http)entry;
        var rule = EgressRule.For(http.Url, http.IsOperatorAddress, operatorNetworks) with
        {
            ConnectTimeout = http.ConnectTimeout,

            // Calls and streams have as many places each, so nobody ever waits for a connection.
            MaxConnections = http.MaxConcurrency * 2,
            IsForCalls = true,
        };
        if (EgressGuard.Check(http.Url.OriginalString, rule) is not null)
            return new RefusedUpstream(UpstreamFaults.AddressRefused);
        if (http.Headers.Any(header => HeaderText.Check(header.Key, header.Value) is not null))
            return new RefusedUpstream(UpstreamFaults.HeaderInvalid);
        var upstream = new HttpUpstream(http, EgressGuard.NewHandler(rule), marker, time);
        return http.IsSse ? new SseUpstream(http, upstream, log, time) : upstream;
    }

    private void Drain(Upstream upstream)
    {
        var task = upstream.DrainAsync(DrainTime).AsTask();
        _draining.Add(task);
        _ = ForgetAsync(task);
    }

    private async Task ForgetAsync(Task task)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        lock (_lock)
            _draining.Remove(task);
    }
}
