namespace Gatehouse.Gateway.Upstreams;

/// <summary>Stands for an entry that may not be used: every message gets its fault, and nothing is sent.</summary>
internal sealed class RefusedUpstream(UpstreamFault fault) : Upstream
{
    public override ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> ExchangeAsync(
        UpstreamRequest request, CancellationToken cancel) => new((null, fault));

    public override ValueTask DrainAsync(TimeSpan within) => default;

    public override ValueTask DisposeAsync() => default;
}
