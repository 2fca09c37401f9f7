using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Downstream;

/// <summary>The answer as lines on standard output. A stdio client knows neither statuses nor session ids.</summary>
/// <param name="output">Shared by all answers.</param>
/// <param name="gone">When the client hangs up, or cancels this request.</param>
/// <param name="onSession">Told the sealed session id that an answer names.</param>
internal sealed class StdioReply(LineOutput output, CancellationToken gone, Action<string> onSession) : ReplyChannel
{
    private bool _hasBegunEvents;

    /// <inheritdoc/>
    public override CancellationToken Gone => gone;

    /// <inheritdoc/>
    public override CancellationToken GoneOrStopping => gone;

    /// <inheritdoc/>
    public override bool HasBegunEvents => _hasBegunEvents;

    /// <inheritdoc/>
    public override ValueTask JsonAsync(int status, ReadOnlyMemory<byte> json, string? sessionId)
    {
        Tell(sessionId);
        return json.IsEmpty ? default : output.WriteAsync(json);
    }

    /// <inheritdoc/>
    public override ValueTask EmptyAsync(int status, string? sessionId)
    {
        Tell(sessionId);
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask BeginEventsAsync(int status, string? sessionId)
    {
        _hasBegunEvents = true;
        Tell(sessionId);
        return default;
    }

    /// <inheritdoc/>
    public override ValueTask EventAsync(SseEvent sse) => sse.Data.IsEmpty ? default : output.WriteAsync(sse.Data);

    private void Tell(string? sessionId)
    {
        if (sessionId is not null)
        {
            onSession(sessionId);
        }
    }
}
