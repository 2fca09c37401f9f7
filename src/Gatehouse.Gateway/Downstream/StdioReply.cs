using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Downstream;

/// <summary>The answer as lines on standard output. A stdio client knows neither statuses nor session ids.</summary>
/// <param name="output">Shared by all answers.</param>
/// <param name="message">What is answered.</param>
/// <param name="gone">When the client hangs up, or cancels this request.</param>
/// <param name="onSession">Told the sealed session id that an answer names.</param>
internal sealed class StdioReply(LineOutput output, ClientMessage message, CancellationToken gone, Action<string> onSession)
    : MessageReply(message)
{
    /// <inheritdoc/>
    public override CancellationToken Gone => gone;

    /// <inheritdoc/>
    public override CancellationToken GoneOrStopping => gone;

    /// <inheritdoc/>
    protected override ValueTask SendAsync(ReadOnlyMemory<byte> json) => json.IsEmpty ? default : output.WriteAsync(json);

    /// <inheritdoc/>
    protected override ValueTask NoteAsync(ReadOnlyMemory<byte> json) => SendAsync(json);

    /// <inheritdoc/>
    protected override void Name(string? sessionId)
    {
        if (sessionId is not null)
        {
            onSession(sessionId);
        }
    }
}
