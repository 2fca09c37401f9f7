using Gatehouse.Gateway.Downstream;
using Gatehouse.Gateway.Upstreams;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Tasks;

/// <summary>Keeps the answer of a call that the gateway makes for a task; what a server says before it goes nowhere.</summary>
/// <param name="id">The call's id, as written.</param>
/// <param name="gone">Cancelled when the grant goes.</param>
internal sealed class TaskReply(ReadOnlyMemory<byte> id, CancellationToken gone) : ReplyChannel
{
    private bool _hasBegunEvents;

    /// <summary>The whole answer; empty where none came.</summary>
    public ReadOnlyMemory<byte> Answer { get; private set; }

    /// <inheritdoc/>
    public override CancellationToken Gone => gone;

    /// <inheritdoc/>
    public override CancellationToken GoneOrStopping => gone;

    /// <inheritdoc/>
    /// <remarks>Nobody waits for it, so that nobody can go away.</remarks>
    public override bool IsCutOff => gone.IsCancellationRequested;

    /// <inheritdoc/>
    public override bool HasBegunEvents => _hasBegunEvents;

    /// <inheritdoc/>
    public override ValueTask JsonAsync(int status, ReadOnlyMemory<byte> json, string? sessionId)
    {
        Answer = json.ToArray();
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask EmptyAsync(int status, string? sessionId) => default;

    /// <inheritdoc/>
    public override ValueTask BeginEventsAsync(int status, string? sessionId)
    {
        _hasBegunEvents = true;
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask EventAsync(SseEvent sse)
    {
        if (!sse.Data.IsEmpty && MessageParts.TryRead(sse.Data, JsonCaps.Answer, out var parts)
            && parts.IsResponse && parts[parts.Id].SequenceEqual(id.Span))
        {
            Answer = sse.Data.ToArray();
        }

        return default;
    }
}
