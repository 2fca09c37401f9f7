namespace Gatehouse.Gateway.Upstreams;

/// <summary>One configured MCP server behind the gateway, over one transport.</summary>
internal abstract class Upstream : IAsyncDisposable
{
    /// <summary>Sends one message or verb and answers as soon as the form of the answer is known.</summary>
    /// <remarks>Never throws for what an upstream does; cancelling aborts in the era's manner.</remarks>
    public abstract ValueTask<(UpstreamAnswer? Answer, UpstreamFault? Fault)> ExchangeAsync(
        UpstreamRequest request, CancellationToken cancel);

    /// <summary>Lets calls under way finish within the time given, then ends connections and processes.</summary>
    public abstract ValueTask DrainAsync(TimeSpan within);

    public abstract ValueTask DisposeAsync();
}
