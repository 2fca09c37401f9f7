using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Downstream;

/// <summary>A reply around another one: everything goes on to it but what a deriving class says otherwise of.</summary>
/// <param name="inner">The client's own.</param>
internal abstract class OuterReply(ReplyChannel inner) : ReplyChannel
{
    /// <inheritdoc/>
    public override CancellationToken Gone => Inner.Gone;

    /// <inheritdoc/>
    public override CancellationToken GoneOrStopping => Inner.GoneOrStopping;

    /// <inheritdoc/>
    public override bool IsCutOff => Inner.IsCutOff;

    /// <inheritdoc/>
    public override bool HasBegunEvents => Inner.HasBegunEvents;

    /// <summary>The client's own.</summary>
    protected ReplyChannel Inner { get; } = inner;

    /// <inheritdoc/>
    public override ValueTask JsonAsync(int status, ReadOnlyMemory<byte> json, string? sessionId) => Inner.JsonAsync(status, json, sessionId);

    /// <inheritdoc/>
    public override ValueTask EmptyAsync(int status, string? sessionId) => Inner.EmptyAsync(status, sessionId);

    /// <inheritdoc/>
    public override ValueTask BeginEventsAsync(int status, string? sessionId) => Inner.BeginEventsAsync(status, sessionId);

    /// <inheritdoc/>
    public override ValueTask EventAsync(SseEvent sse) => Inner.EventAsync(sse);
}
