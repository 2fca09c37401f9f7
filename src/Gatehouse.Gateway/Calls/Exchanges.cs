using Gatehouse.Gateway.Upstreams;

namespace Gatehouse.Gateway.Calls;

/// <summary>A call's exchange with its server.</summary>
internal static class Exchanges
{
    /// <summary>Sends to the server of the call's grant; one that is no longer configured is a fault.</summary>
    public static ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> ExchangeAsync(
        this UpstreamPool upstreams, CallContext call, UpstreamRequest request, CancellationToken cancel) =>
        upstreams.For(call.Server.Id) is { } upstream
            ? upstream.ExchangeAsync(request, cancel)
            : new((null, UpstreamFaults.NotConfigured));
}
