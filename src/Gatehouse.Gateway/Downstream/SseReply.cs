using System.Buffers;
using Gatehouse.Gateway.Wire;

namespace Gatehouse.Gateway.Downstream;

/// <summary>The answer to a message of 2024-11-05: messages go to the client's stream, statuses to the POST that brought it.</summary>
/// <param name="stream">The client's stream.</param>
/// <param name="message">What is answered.</param>
internal sealed class SseReply(SseStream stream, ClientMessage message) : MessageReply(message)
{
    /// <inheritdoc/>
    public override CancellationToken Gone => stream.Gone;

    /// <inheritdoc/>
    public override CancellationToken GoneOrStopping => stream.GoneOrStopping;

    /// <inheritdoc/>
    public override bool IsCutOff => stream.IsCutOff;

    /// <summary>The POST's body; empty for none.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <inheritdoc/>
    protected override ValueTask SendAsync(ReadOnlyMemory<byte> json)
    {
        var raw = new ArrayBufferWriter<byte>(json.Length + 32);
        SseWriter.Write(raw, "message", json.Span);
        return stream.WriteAsync(raw.WrittenMemory);
    }

    /// <inheritdoc/>
    protected override ValueTask NoteAsync(ReadOnlyMemory<byte> json)
    {
        Body = json;
        return default;
    }

    /// <inheritdoc/>
    protected override void Name(string? sessionId) => stream.Name(sessionId);
}
